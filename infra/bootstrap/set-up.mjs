import { croissantStep } from './croissant.mjs';
import { childEnvironment } from './environment.mjs';
import { nodeStep } from './node.mjs';
import { pnpmStep } from './pnpm.mjs';
import { pythonStep } from './python.mjs';
import { askProgram } from './run-program.mjs';
import { SetupError } from './setup-error.mjs';
import { ensure } from './step.mjs';
import { temporalStep } from './temporal.mjs';
import { workspaceStep } from './workspace.mjs';

/** @typedef {'python' | 'temporal' | 'croissant'} Part what is needed beside Node and the packages */

/**
 * Makes everything be there that a subcommand needs; quick when it is. The parts are set up beside each other.
 * @param {readonly Part[]} parts
 * @returns {Promise<{ node: string, env: Record<string, string> }>} the Node to use, and what its environment adds
 */
export async function setUp(parts) {
  if (parts.length > 0) await requireGit();
  const wantsTemporal = parts.includes('temporal') && !process.env['TEMPORAL_ADDRESS']?.trim();
  const [packages, python, temporal] = await Promise.all([
    setUpPackages(),
    parts.includes('python') ? ensure(pythonStep) : undefined,
    wantsTemporal ? ensure(temporalStep) : undefined,
    parts.includes('croissant') ? ensure(croissantStep) : undefined,
  ]);
  const env = childEnvironment({
    programFolders: packages.programFolders,
    ...(python ? { python: python.program } : {}),
    ...(temporal ? { temporal: temporal.program } : {}),
  });
  return { node: packages.node, env };
}

async function setUpPackages() {
  const node = await ensure(nodeStep);
  const pnpm = await ensure(pnpmStep);
  await ensure(workspaceStep({ node, pnpm }));
  return { node: node.program, programFolders: [node.folder, pnpm.folder] };
}

/** Contents of pull requests come from git, and it is not ours to install. */
async function requireGit() {
  if ((await askProgram('git', ['--version'])) !== null) return;
  throw new SetupError(
    'git is not on PATH.',
    'Install it (Debian, Ubuntu: `apt-get install git`) and run the command again.',
  );
}
