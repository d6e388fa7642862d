import { spawn } from 'node:child_process';
import { homeEnvironment } from './environment.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * @typedef {object} Program
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to ours; undefined removes
 * @property {number} deadlineSeconds then it is killed
 * @property {(line: string) => void} [onLine] every line of both outputs
 * @property {string} cure shown when it fails
 */

/** Children to end when we are asked to end. @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/**
 * Runs a program to its end. Its output is shown only when it fails.
 * @param {Program} program
 * @returns {Promise<string>} what it printed on both outputs
 */
export async function runProgram(program) {
  const { command, args, deadlineSeconds, cure } = program;
  const result = await outcomeOf(program);
  if (result.code === 0) return result.output;
  const why =
    result.error?.message ??
    (result.late
      ? `took longer than ${deadlineSeconds} s`
      : `ended with ${result.signal ?? `code ${result.code}`}`);
  const tail = result.output
    .trimEnd()
    .split('\n')
    .slice(-15)
    .map((line) => `  | ${line}`)
    .join('\n');
  throw new SetupError(`\`${[command, ...args].join(' ')}\` ${why}.\n${tail}`, cure);
}

/**
 * What a program prints, or null when it is not there, fails, or takes longer than ten seconds.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<string | null>}
 */
export async function askProgram(command, args) {
  const result = await outcomeOf({ command, args, deadlineSeconds: 10, cure: '' });
  return result.code === 0 ? result.output : null;
}

/**
 * @param {Program} program
 * @returns {Promise<{ code: number | null, signal: string | null, output: string, late: boolean, error?: Error }>}
 */
function outcomeOf({ command, args, cwd, env, deadlineSeconds, onLine }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...inheritedEnvironment(), ...homeEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let output = '';
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, deadlineSeconds * 1000);
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      output = (output + chunk).slice(-200_000);
      if (onLine)
        for (const line of String(chunk).split('\n')) if (line.trim()) onLine(line.trim());
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    /** @param {{ code: number | null, signal: string | null, error?: Error }} end */
    const settle = (end) => {
      clearTimeout(deadline);
      children.delete(child);
      resolve({ ...end, output, late });
    };
    child.on('error', (error) => settle({ code: null, signal: null, error }));
    child.on('close', (code, signal) => settle({ code, signal }));
  });
}

/** Ends the programs that run now; for Ctrl-C. */
export function endPrograms() {
  for (const child of children) child.kill('SIGTERM');
}

/** Our environment without what `npm run` adds about this package, which would misdirect a nested npm. */
function inheritedEnvironment() {
  const added =
    /^npm_(package_|lifecycle_|config_(local_prefix|global_prefix|prefix)$|command$|execpath$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}
