import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { HalfWritten, StoredBlob } from '../artifact-store.ts';
import { type BlobPaths, digestOfFile } from './blob-paths.ts';
import { errorCode, storeFailure } from './store-failure.ts';

/** Every blob in the order of the digests; one folder's names are in memory at a time. */
export async function* listBlobs(paths: BlobPaths): AsyncGenerator<StoredBlob> {
  for (const outer of await namesIn(paths.blobs)) {
    for (const inner of await namesIn(path.join(paths.blobs, outer))) {
      const folder = path.join(paths.blobs, outer, inner);
      const names = (await namesIn(folder)).filter((name) => digestOfFile(name) !== null);
      for (const [sha256, files] of Map.groupBy(names, digestOfFile)) {
        const blob = sha256 === null ? null : await blobOf(sha256, files, folder);
        if (blob !== null) yield blob;
      }
    }
  }
}

async function blobOf(
  sha256: string,
  files: readonly string[],
  folder: string,
): Promise<StoredBlob | null> {
  const found = (await Promise.all(files.map((name) => look(path.join(folder, name))))).filter(
    (file) => file !== null,
  );
  if (found.length === 0) return null;
  const bytes = found.reduce((sum, file) => sum + file.bytes, 0);
  return { sha256, bytes, putAt: newest(found) };
}

function newest(files: readonly { readonly changedAt: Date }[]): Date {
  return new Date(Math.max(...files.map(({ changedAt }) => changedAt.getTime())));
}

/**
 * Deletes both forms of a blob. Each is moved aside first: from then on a writer does not find it and writes
 * anew, and one that found it before has left a new time on it, by which it comes back.
 */
export async function removeBlob(
  paths: BlobPaths,
  sha256: string,
  unlessPutSince: Date,
): Promise<number | null> {
  try {
    await mkdir(paths.leaving, { recursive: true });
    let freed: number | null = null;
    for (const file of paths.forms(sha256)) {
      const aside = path.join(paths.leaving, path.basename(file));
      const bytes = await removeFile(file, aside, unlessPutSince);
      if (bytes !== null) freed = (freed ?? 0) + bytes;
    }
    return freed;
  } catch (error) {
    return storeFailure(error);
  }
}

async function removeFile(
  file: string,
  aside: string,
  unlessPutSince: Date,
): Promise<number | null> {
  const before = await look(file);
  if (before === null || before.changedAt >= unlessPutSince) return null;
  await rename(file, aside);
  const taken = await look(aside);
  if (taken !== null && taken.changedAt >= unlessPutSince) {
    await rename(aside, file);
    return null;
  }
  await rm(aside);
  return taken?.bytes ?? 0;
}

/** What a removal that was cut short moved aside comes back: it may have been put since. */
export async function bringBack(paths: BlobPaths): Promise<void> {
  for (const name of await namesIn(paths.leaving)) {
    const sha256 = digestOfFile(name);
    if (sha256 === null) continue;
    const target = path.join(path.dirname(paths.plain(sha256)), name);
    await rename(path.join(paths.leaving, name), target);
  }
}

/** Files in `incoming` that nobody has written to since `before`. */
export async function sweepIncoming(
  paths: BlobPaths,
  before: Date,
  { remove }: { readonly remove: boolean },
): Promise<HalfWritten> {
  let files = 0;
  let bytes = 0;
  for (const name of await namesIn(paths.incoming)) {
    const file = path.join(paths.incoming, name);
    const found = await look(file);
    if (found === null || found.changedAt >= before) continue;
    if (remove) await rm(file, { force: true });
    files += 1;
    bytes += found.bytes;
  }
  return { files, bytes };
}

async function look(
  file: string,
): Promise<{ readonly bytes: number; readonly changedAt: Date } | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? { bytes: found.size, changedAt: found.mtime } : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    return storeFailure(error);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    return storeFailure(error);
  }
}
