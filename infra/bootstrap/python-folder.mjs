import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './finished-folder.mjs';
import { root } from './layout.mjs';
import { findPython } from './pip.mjs';
import { runProgram } from './run-program.mjs';
import { contentsOf, digestOf, isStamped } from './stamp.mjs';
import { ensure } from './step.mjs';
import { uvStep } from './uv.mjs';

/**
 * A Python environment of its own: hash-pinned packages and nothing else.
 * @typedef {object} PythonFolder
 * @property {string} title
 * @property {string} folder
 * @property {string} requirements path of the locked file
 * @property {string} trial a program that must run; its imports leave their bytecode
 */

/**
 * @param {PythonFolder} parts
 * @returns {import('./step.mjs').Step<{ program: string }>}
 */
export function pythonFolderStep({ title, folder, requirements, trial }) {
  const program = join(folder, 'bin/python');
  const digest = () => digestOf([contentsOf(requirements), process.arch]);
  return {
    title,
    find: async () => (isStamped(folder, digest()) && existsSync(program) ? { program } : null),
    async make(note) {
      const uv = await ensure(uvStep);
      const python = await findPython();
      const programs = { uv: uv.program, python: python.program };
      await makeFolder(folder, digest(), (draft) =>
        fill({ ...programs, draft, requirements, trial, note }),
      );
      return `Python ${python.version}`;
    },
  };
}

/**
 * @param {{ draft: string, uv: string, python: string, requirements: string, trial: string, note: (text: string) => void }} parts
 */
async function fill({ draft, uv, python, requirements, trial, note }) {
  const common = {
    command: uv,
    env: uvEnvironment(),
    cwd: root,
    deadlineSeconds: 1500,
    onLine: note,
    cure: 'Check that the Python package index can be reached and that 8 GB of disk are free. Then run the command again; finished downloads are kept.',
  };
  await runProgram({
    ...common,
    args: [
      'venv',
      '--quiet',
      '--clear',
      '--relocatable',
      '--no-project',
      '--python',
      python,
      draft,
    ],
  });
  await runProgram({
    ...common,
    args: ['pip', 'sync', '--require-hashes', '--python', join(draft, 'bin/python'), requirements],
  });
  note(`trying \`${trial.split(';')[0]}\``);
  await runProgram({
    command: join(draft, 'bin/python'),
    args: ['-c', trial],
    deadlineSeconds: 300,
    cure: 'The packages were installed but do not load on this machine (see above). glibc 2.28 or newer is needed.',
  });
}

/** The machine's own certificates, as pip and npm use them; an index that pip was told of. */
function uvEnvironment() {
  const index = process.env['PIP_INDEX_URL'];
  return {
    UV_NATIVE_TLS: 'true',
    UV_SYSTEM_CERTS: 'true',
    UV_NO_CONFIG: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    UV_LINK_MODE: process.env['UV_LINK_MODE'],
    ...(index && !process.env['UV_DEFAULT_INDEX'] ? { UV_DEFAULT_INDEX: index } : {}),
    VIRTUAL_ENV: undefined,
    CONDA_PREFIX: undefined,
  };
}
