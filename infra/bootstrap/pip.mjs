import { fileURLToPath } from 'node:url';
import { minimum } from './layout.mjs';
import { askProgram, runProgram } from './run-program.mjs';
import { SetupError } from './setup-error.mjs';
import { isAtLeast, versionIn } from './compare-versions.mjs';

const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/**
 * A Python on PATH that is new enough, by its real path (a version manager's shim may change its mind).
 * @returns {Promise<{ program: string, version: string }>}
 */
export async function findPython() {
  for (const name of names) {
    const answer = await askProgram(name, [
      '-c',
      'import sys; print(sys.version.split()[0]); print(sys.executable)',
    ]);
    const [version = '', program = ''] = answer?.trim().split('\n') ?? [];
    const numbers = versionIn(version);
    if (program && numbers && isAtLeast(numbers, minimum.python)) {
      return { program, version };
    }
  }
  throw new SetupError(
    `Python ${minimum.python.join('.')} or newer was not found on PATH.`,
    'Install it (Debian, Ubuntu: `apt-get install python3 python3-pip`) and run the command again.',
  );
}

/**
 * Installs hash-pinned wheels into a folder of their own. Nothing of the person's Python changes.
 * @param {string} requirements name of a file beside this one
 * @param {string} folder
 */
export async function installWithPip(requirements, folder) {
  const python = await findPython();
  if ((await askProgram(python.program, ['-m', 'pip', '--version'])) === null) {
    throw new SetupError(
      `${python.program} has no pip.`,
      'Install it (Debian, Ubuntu: `apt-get install python3-pip`; elsewhere: `python3 -m ensurepip`) and run the command again.',
    );
  }
  const file = fileURLToPath(new URL(requirements, import.meta.url));
  await runProgram({
    command: python.program,
    args: [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-warn-script-location',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--target',
      folder,
      '--requirement',
      file,
    ],
    env: { PIP_USER: '0' },
    deadlineSeconds: 600,
    cure: 'Check that pip reaches its package index (`python3 -m pip download --no-deps pip`). Then run the command again.',
  });
}
