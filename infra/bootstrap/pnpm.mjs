import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './finished-folder.mjs';
import { pins, tools } from './layout.mjs';
import { installFromNpm } from './npm.mjs';
import { digestOf, isStamped } from './stamp.mjs';

const packageName = `@pnpm/exe.${process.platform}-${process.arch}`;
const folder = join(tools, `pnpm-${pins.pnpm}`);
const program = join(folder, 'node_modules', packageName, 'pnpm');
const digest = digestOf([packageName, pins.pnpm]);

/**
 * pnpm as a native program from npm: exactly the pinned version, whatever else is on PATH.
 * @type {import('./step.mjs').Step<{ program: string, folder: string }>}
 */
export const pnpmStep = {
  title: `pnpm ${pins.pnpm}`,
  async find() {
    return isStamped(folder, digest) && existsSync(program)
      ? { program, folder: dirname(program) }
      : null;
  },
  make: () =>
    makeFolder(folder, digest, (draft) => installFromNpm(draft, `${packageName}@${pins.pnpm}`)),
};
