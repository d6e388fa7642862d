import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './finished-folder.mjs';
import { minimum, pins, tools } from './layout.mjs';
import { installFromNpm } from './npm.mjs';
import { SetupError } from './setup-error.mjs';
import { digestOf, isStamped } from './stamp.mjs';

const packageName = `node-linux-${process.arch}`;
const folder = join(tools, `node-${pins.node}`);
const program = join(folder, 'node_modules', packageName, 'bin/node');
const digest = digestOf([packageName, pins.node]);

/**
 * Node 24: the one that runs this, when it is new enough; else from npm.
 * @type {import('./step.mjs').Step<{ program: string, folder: string }>}
 */
export const nodeStep = {
  title: `Node ${pins.node}`,
  async find() {
    if (Number(process.versions.node.split('.')[0]) >= minimum.node) {
      return { program: process.execPath, folder: dirname(process.execPath) };
    }
    return isStamped(folder, digest) && existsSync(program)
      ? { program, folder: dirname(program) }
      : null;
  },
  async make() {
    requireKnownPlatform();
    await makeFolder(folder, digest, (draft) =>
      installFromNpm(draft, `${packageName}@${pins.node}`),
    );
  },
};

function requireKnownPlatform() {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new SetupError(
    `Node ${minimum.node} or newer is needed; this is ${process.versions.node} on ${process.platform}-${process.arch}, for which npm has no package of it.`,
    `Install Node ${minimum.node} yourself, put it first on PATH, and run the command again.`,
  );
}
