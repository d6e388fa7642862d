import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GitProgram } from './git-program.ts';
import { runGit } from './run-git.ts';

export interface UpkeepOptions {
  readonly maxPacks: number;
  /** Nothing but what a server filtered is in it. */
  readonly isBlobless: boolean;
  readonly signal?: AbortSignal | undefined;
}

const packFolder = (mirror: string) => path.join(mirror, 'objects/pack');
const repackSeconds = 1800;
/** So much of the packs is repacked that each is at least twice as large as the next. */
const repack = ['repack', '-d', '-q', '--geometric=2', '--no-write-bitmap-index'];
/** Repacking should not take the memory of a worker. */
const modest = ['-c', 'pack.threads=1', '-c', 'pack.windowMemory=128m'];

/** Removes what a git that was killed left behind. Whoever calls it holds the mirror's lock. */
export async function sweepLeftovers(mirror: string): Promise<void> {
  const packs = await namesIn(packFolder(mirror));
  const drafts = packs.filter((name) => /^\.?tmp[-_]/.test(name));
  const refs = await readdir(path.join(mirror, 'refs'), { recursive: true }).catch(() => []);
  const locks = [...(await namesIn(mirror)), ...refs.map((name) => `refs/${name}`)];
  const leftovers = [
    ...drafts.map((name) => `objects/pack/${name}`),
    ...locks.filter((name) => name.endsWith('.lock')),
  ];
  for (const name of leftovers) await rm(path.join(mirror, name), { force: true });
}

/**
 * Joins packs and loose refs when many fetches have left many of them. What reads meanwhile goes on: git looks
 * for a pack that vanished in its successor. Whoever calls it holds the mirror's lock.
 */
export async function keepUp(
  program: GitProgram,
  mirror: string,
  { maxPacks, isBlobless, signal }: UpkeepOptions,
): Promise<void> {
  const packs = (await namesIn(packFolder(mirror))).filter((name) => name.endsWith('.pack'));
  if (packs.length <= maxPacks) return;
  const options = { gitFolder: mirror, timeoutSeconds: repackSeconds, signal };
  await runGit(program, [...modest, ...repack], options);
  if (isBlobless) await markPromised(mirror);
  await runGit(program, ['pack-refs', '--all'], options);
}

/** Objects that these packs speak of may be on the server only; a pack that git joined no longer says so. */
async function markPromised(mirror: string): Promise<void> {
  const folder = packFolder(mirror);
  const names = new Set(await namesIn(folder));
  for (const name of names) {
    const mark = name.replace(/\.pack$/, '.promisor');
    if (name.endsWith('.pack') && !names.has(mark)) await writeFile(path.join(folder, mark), '');
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
