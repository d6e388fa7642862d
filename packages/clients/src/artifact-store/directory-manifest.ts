import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { DirectoryManifest } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { z } from 'zod';

/**
 * Relative paths, with `/`, of every regular file below `directory`, sorted by code units.
 *
 * @throws EvolineFailure input_invalid for a link, a device, a socket, or no directory at all
 */
export async function listRegularFiles(directory: string): Promise<string[]> {
  const root = await lstat(directory).catch(() => undefined);
  if (root?.isDirectory() !== true) throw invalid(`${directory} is not a directory`);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const relative = path.relative(directory, path.join(entry.parentPath, entry.name));
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) throw invalid(`${relative} is neither a regular file nor a directory`);
    files.push(relative.split(path.sep).join('/'));
  }
  return files.toSorted((a, b) => (a < b ? -1 : 1));
}

/**
 * Reads a manifest that may be hostile: every path must stay inside, be spelled one way only, and no
 * path may be given twice or be both a file and a folder.
 *
 * @throws EvolineFailure store_corrupt naming the path
 */
export function readManifest(value: unknown, sha256: string): DirectoryManifest {
  const manifest = DirectoryManifest.safeParse(value);
  if (!manifest.success) {
    throw refused(sha256, `is no directory manifest: ${z.prettifyError(manifest.error)}`);
  }
  const seen = new Set<string>();
  for (const { path: file } of manifest.data.files) {
    if (!isInside(file))
      throw refused(sha256, `has a path that leaves it: ${JSON.stringify(file)}`);
    if (seen.has(file)) throw refused(sha256, `names ${JSON.stringify(file)} twice`);
    seen.add(file);
  }
  for (const file of seen) {
    const folder = parents(file).find((parent) => seen.has(parent));
    if (folder !== undefined) throw refused(sha256, `has ${folder} as a file and as a folder`);
  }
  return manifest.data;
}

function isInside(file: string): boolean {
  if (file.includes('\\') || file.includes('\0')) return false;
  return file.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function parents(file: string): string[] {
  const segments = file.split('/');
  return segments.slice(1).map((_segment, index) => segments.slice(0, index + 1).join('/'));
}

function refused(sha256: string, reason: string): EvolineFailure {
  return new EvolineFailure('store_corrupt', `directory ${sha256} ${reason}`, {
    details: { sha256 },
  });
}

function invalid(message: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `cannot store a directory: ${message}`);
}
