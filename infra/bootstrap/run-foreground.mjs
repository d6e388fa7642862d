import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs the program in place of us: same terminal, signals passed on, same exit code. A second Ctrl-C is passed on too.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} env added to ours
 * @returns {Promise<number>} exit code, 128 + n for signal n
 */
export function runForeground(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...env, EVOLINE_PARENT: String(process.pid) },
    });
    // A terminal sends Ctrl-C to the child as well; a `kill` reaches only us.
    process.on('SIGINT', () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    });
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)),
    );
  });
}
