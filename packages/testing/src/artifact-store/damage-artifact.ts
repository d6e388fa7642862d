import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Changes a blob of a folder store behind its back: by default one bit of one byte.
 *
 * @returns what puts the blob back as it was
 */
export async function damageArtifact(
  storeFolder: string,
  sha256: string,
  change: (content: Uint8Array) => Uint8Array = flipOneBit,
): Promise<() => Promise<void>> {
  const file = storedFile(storeFolder, sha256);
  const content = await readFile(file);
  await chmod(file, 0o644);
  await writeFile(file, change(content));
  return () => writeFile(file, content);
}

/** Where a blob of a folder store lies, compressed or not. */
export function storedFile(storeFolder: string, sha256: string): string {
  const shard = path.join(sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const file = path.join(storeFolder, 'blobs', shard);
  const packed = `${file}.zst`;
  return existsSync(packed) ? packed : file;
}

function flipOneBit(content: Uint8Array): Uint8Array {
  const at = Math.floor(content.length / 2);
  return Uint8Array.from(content, (byte, index) => (index === at ? byte ^ 1 : byte));
}
