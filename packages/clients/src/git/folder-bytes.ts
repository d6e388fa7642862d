import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

const blockBytes = 512;

/** Bytes that a folder and all below it occupy on disk; what vanishes meanwhile counts nothing. */
export async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  let bytes = 0;
  for (const name of names) bytes += await bytesOf(path.join(folder, name));
  return bytes;
}

async function bytesOf(file: string): Promise<number> {
  const found = await lstat(file).catch(() => null);
  return found === null ? 0 : found.blocks * blockBytes;
}
