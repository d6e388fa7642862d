import { join } from 'node:path';
import { readParquet } from '@evoline/clients/parquet/read-parquet';
import type { PlacedItem } from '@evoline/contract/dataset';
import type { ExportManifest } from '@evoline/contract/dataset-export';
import { itemColumns } from '@evoline/domain/dataset/export/item-columns';
import { type ReadItem, rowToItem } from '@evoline/domain/dataset/export/item-row';
import { refusedImport } from './refused-import.ts';

/**
 * The items of an exported folder, split by split, each made again from its row and held against the
 * manifest.
 *
 * @throws EvolineFailure input_invalid naming file and row
 */
export async function* exportedItems(
  folder: string,
  { shards, items }: ExportManifest,
): AsyncGenerator<ReadItem> {
  const bySplit = Map.groupBy(items, ({ split }) => split);
  for (const [split, expected] of bySplit) {
    let at = 0;
    for (const shard of shards.filter((own) => own.split === split)) {
      const end = at + shard.rows;
      for await (const row of readParquet(join(folder, shard.path), itemColumns)) {
        const where = `${shard.path}, row ${at - end + shard.rows + 1}`;
        if (at >= end) throw refusedImport(`${where}: there are more rows than the manifest names`);
        yield expectedItem(rowToItem(row), expected[at], where);
        at += 1;
      }
      if (at < end) throw refusedImport(`${shard.path} has fewer rows than the manifest names`);
    }
  }
}

function expectedItem(
  read: ReadItem | string,
  expected: PlacedItem | undefined,
  where: string,
): ReadItem {
  if (typeof read === 'string') throw refusedImport(`${where}: ${read}`);
  if (read.digest === expected?.digest) return read;
  const name = expected === undefined ? 'no item' : `${expected.repository}#${expected.number}`;
  throw refusedImport(`${where}: its columns do not give the digest of ${name}`);
}
