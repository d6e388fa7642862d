import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const diskBlockBytes = 512;

/** What the files below a folder hold, and what they take on the disk. */
export async function folderBytes(
  folder: string,
): Promise<{ readonly bytes: number; readonly diskBytes: number }> {
  let bytes = 0;
  let diskBytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name));
    bytes += found.size;
    diskBytes += found.blocks * diskBlockBytes;
  }
  return { bytes, diskBytes };
}
