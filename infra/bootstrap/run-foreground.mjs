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
    followNpm(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)),
    );
  });
}

/**
 * A `kill` of npm ends the shell between it and us, and we hear nothing of it: our parent is another one then.
 * @param {() => void} whenGone
 */
function followNpm(whenGone) {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    whenGone();
  }, 500);
  watch.unref();
}
