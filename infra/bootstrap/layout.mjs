import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that is made lives here; ignored by git, may be deleted at any time while nothing runs. */
export const generated = join(root, '.evoline');

export const tools = join(generated, 'tools');

/** What the set-up installs, pinned. Python packages are pinned with their hashes in files of their own. */
export const pins = {
  node: '24.21.0',
  pnpm: '12.21.0',
  uv: '0.13.9',
  go: '1.26.6',
  temporal: '1.8.2',
};

/** The oldest versions of a person's own programs that are used in place of ours. */
export const minimum = { node: 24, python: [3, 10], go: [1, 26, 4], temporal: [1, 8, 0] };
