import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './finished-folder.mjs';
import { generated, root } from './layout.mjs';
import { findPython } from './pip.mjs';
import { runProgram } from './run-program.mjs';
import { contentsOf, digestOf, isStamped } from './stamp.mjs';
import { ensure } from './step.mjs';
import { uvStep } from './uv.mjs';

const folder = join(generated, 'python');
const program = join(folder, 'bin/python');
const requirements = join(root, 'packages/policy/requirements.txt');

/**
 * The policy's Python environment: hash-pinned packages and nothing else.
 * @type {import('./step.mjs').Step<{ program: string }>}
 */
export const pythonStep = {
  title: 'Python environment of the policy',
  find: async () =>
    isStamped(folder, environmentDigest()) && existsSync(program) ? { program } : null,
  async make(note) {
    const uv = await ensure(uvStep);
    const python = await findPython();
    await makeFolder(folder, environmentDigest(), (draft) =>
      fill({ draft, uv: uv.program, python: python.program, note }),
    );
    return `Python ${python.version}`;
  },
};

/**
 * @param {{ draft: string, uv: string, python: string, note: (text: string) => void }} parts
 */
async function fill({ draft, uv, python, note }) {
  const common = {
    command: uv,
    env: uvEnvironment(),
    cwd: root,
    deadlineSeconds: 1500,
    onLine: note,
  };
  const cure =
    'Check that the Python package index can be reached and that 8 GB of disk are free. Then run the command again; finished downloads are kept.';
  await runProgram({
    ...common,
    cure,
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
    cure,
    args: ['pip', 'sync', '--require-hashes', '--python', join(draft, 'bin/python'), requirements],
  });
  note('trying `import torch`');
  await runProgram({
    command: join(draft, 'bin/python'),
    // The very imports of the policy programs: this leaves their bytecode, without which each start
    // of a trainer costs 8 CPU seconds more (they run with PYTHONDONTWRITEBYTECODE).
    args: [
      '-c',
      'import torch, peft; from trl import GRPOTrainer; torch.ones(2, 2) @ torch.ones(2, 2)',
    ],
    deadlineSeconds: 300,
    cure: 'The packages were installed but do not load on this machine (see above). glibc 2.28 or newer is needed.',
  });
}

function environmentDigest() {
  return digestOf([contentsOf(requirements), process.arch]);
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
