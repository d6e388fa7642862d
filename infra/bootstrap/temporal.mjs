import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, versionIn } from './compare-versions.mjs';
import { makeFolder } from './finished-folder.mjs';
import { minimum, pins, root, tools } from './layout.mjs';
import { askProgram } from './run-program.mjs';
import { contentsOf, digestOf, isStamped } from './stamp.mjs';
import { buildTemporal } from './temporal-build.mjs';
import { downloadTemporal } from './temporal-download.mjs';

const folder = join(tools, `temporal-${pins.temporal}`);
const program = join(folder, 'temporal');

/**
 * The Temporal server: one on PATH that is new enough, else the official release, else compiled from Go modules.
 * Not needed at all where TEMPORAL_ADDRESS names a server.
 * @type {import('./step.mjs').Step<{ program: string }>}
 */
export const temporalStep = {
  title: `Temporal ${pins.temporal}`,
  async find() {
    if (isStamped(folder, digest()) && existsSync(program)) return { program };
    return (await isNewEnough('temporal')) ? { program: 'temporal' } : null;
  },
  async make(note) {
    let from = 'official release';
    await makeFolder(folder, digest(), async (draft) => {
      const file = join(draft, 'temporal');
      const refusal = await downloadTemporal(file, note);
      if (refusal === null && (await isNewEnough(file))) return;
      from = `compiled, because ${refusal ?? 'the official release does not run here'}`;
      await buildTemporal(file, note);
    });
    return from;
  },
};

/** @param {string} command */
async function isNewEnough(command) {
  const version = versionIn((await askProgram(command, ['--version'])) ?? '');
  return version !== null && isAtLeast(version, minimum.temporal);
}

function digest() {
  const module = ['go.mod', 'go.sum'].map((name) => contentsOf(join(root, 'infra/temporal', name)));
  return digestOf([pins.temporal, process.platform, process.arch, ...module]);
}
