import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExportedShard } from '@evoline/contract/dataset-export';
import { refusedImport } from './refused-import.ts';

/**
 * Holds every file against the length and digest that the manifest names.
 *
 * @throws EvolineFailure input_invalid naming the file
 */
export async function checkShards(folder: string, shards: readonly ExportedShard[]): Promise<void> {
  const data = await lstat(join(folder, 'data')).catch(() => null);
  if (shards.length > 0 && data?.isDirectory() !== true)
    throw refusedImport('it has no folder data');
  for (const shard of shards) await checkShard(join(folder, shard.path), shard);
}

async function checkShard(file: string, { path, bytes, sha256 }: ExportedShard): Promise<void> {
  const found = await lstat(file).catch(() => null);
  if (found === null) throw refusedImport(`${path} is missing`);
  if (!found.isFile()) throw refusedImport(`${path} is no regular file`);
  if (found.size !== bytes) {
    throw refusedImport(
      `${path} has ${found.size} bytes where ${bytes} are expected; copy it again`,
    );
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256) {
    throw refusedImport(`${path} does not match its digest; copy it again`);
  }
}
