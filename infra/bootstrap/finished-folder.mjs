import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeStamp } from './stamp.mjs';

/**
 * Makes a folder complete or not at all: filled beside its place, stamped, then renamed into it.
 * What an interrupted attempt left is removed. The caller holds the set-up lock.
 *
 * @param {string} folder
 * @param {string} digest of everything it is made from
 * @param {(draft: string) => Promise<void>} fill
 */
export async function makeFolder(folder, digest, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  const prefix = `.draft-${basename(folder)}-`;
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(prefix)) discard(join(dirname(folder), name));
  }
  const draft = join(dirname(folder), `${prefix}${process.pid}-${Date.now()}`);
  mkdirSync(draft);
  try {
    await fill(draft);
    writeStamp(draft, digest);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    discard(draft);
  }
}

/**
 * A program that a killed set-up left behind may still write there; then the next attempt removes it.
 * @param {string} folder
 */
function discard(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // nobody looks at a draft
  }
}
