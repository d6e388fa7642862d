import { runProgram } from './run-program.mjs';

/**
 * Installs one package into a folder of its own. No script of it is run.
 * @param {string} folder
 * @param {string} pinned name@version
 */
export async function installFromNpm(folder, pinned) {
  await runProgram({
    command: 'npm',
    args: [
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--loglevel=error',
      pinned,
    ],
    deadlineSeconds: 600,
    cure: 'npm must be on PATH and able to reach a registry (`npm ping`). Then run the command again.',
  });
}
