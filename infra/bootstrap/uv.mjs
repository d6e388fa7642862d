import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './finished-folder.mjs';
import { pins, tools } from './layout.mjs';
import { installWithPip } from './pip.mjs';
import { digestOf, isStamped } from './stamp.mjs';

const folder = join(tools, `uv-${pins.uv}`);
const program = join(folder, 'bin/uv');
const digest = digestOf(['uv', pins.uv, process.arch]);

/**
 * uv, which installs the policy's Python packages in seconds instead of minutes.
 * @type {import('./step.mjs').Step<{ program: string }>}
 */
export const uvStep = {
  title: `uv ${pins.uv}`,
  find: async () => (isStamped(folder, digest) && existsSync(program) ? { program } : null),
  make: () => makeFolder(folder, digest, (draft) => installWithPip('uv-requirements.txt', draft)),
};
