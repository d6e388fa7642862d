import { HashedFile } from '@evoline/clients/parquet/hashed-file';
import type { FinishedFile } from '@evoline/clients/parquet/parquet-files';
import { createParquet } from '@evoline/clients/parquet/write-parquet';
import { itemColumns } from '@evoline/domain/dataset/export/item-columns';
import { itemToRow } from '@evoline/domain/dataset/export/item-row';
import { sweBenchLine } from '@evoline/domain/dataset/export/swe-bench-row';
import type { LoadedItem } from './stored-records.ts';

/** A file of rows that is being written. */
export interface ShardFile {
  add(loaded: LoadedItem): Promise<void>;
  /** Bytes on the disk. */
  readonly bytes: number;
  finish(): Promise<FinishedFile>;
  abandon(): Promise<void>;
}

export interface ShardKind {
  readonly extension: 'parquet' | 'jsonl';
  create(file: string): Promise<ShardFile>;
}

export const parquetShards: ShardKind = {
  extension: 'parquet',
  async create(file) {
    const parquet = await createParquet(file, itemColumns);
    return {
      add: ({ stored, item }) =>
        parquet.add(itemToRow(stored.placed.digest, item, stored), stored.content.bytes),
      get bytes() {
        return parquet.bytes;
      },
      finish: () => parquet.finish(),
      abandon: () => parquet.abandon(),
    };
  },
};

const linesAtOnce = 1024 * 1024;

export const sweBenchShards: ShardKind = {
  extension: 'jsonl',
  async create(file) {
    const lines = await HashedFile.create(file);
    let pending = '';
    let rows = 0;
    const flush = async (): Promise<void> => {
      await lines.append(Buffer.from(pending));
      pending = '';
    };
    return {
      async add({ item }) {
        pending += `${sweBenchLine(item)}\n`;
        rows += 1;
        if (pending.length >= linesAtOnce) await flush();
      },
      get bytes() {
        return lines.bytes;
      },
      async finish() {
        await flush();
        return { rows, ...(await lines.finish()) };
      },
      abandon: () => lines.abandon(),
    };
  },
};
