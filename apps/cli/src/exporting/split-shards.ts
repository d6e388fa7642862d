import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { FinishedFile } from '@evoline/clients/parquet/parquet-files';
import type { Split } from '@evoline/contract/dataset';
import type { ExportedShard } from '@evoline/contract/dataset-export';
import { shardName } from '@evoline/domain/dataset/export/split-names';
import type { ShardFile, ShardKind } from './shard-files.ts';
import type { LoadedItem } from './stored-records.ts';

/** The hub shows files up to a few hundred megabytes well, and readers take them side by side. */
const bytesPerShard = 256 * 1024 * 1024;

/** The files of one split; a new one begins when the last has enough. */
export class SplitShards {
  readonly #folder: string;
  readonly #split: Split;
  readonly #kind: ShardKind;
  readonly #finished: FinishedFile[] = [];
  #open: ShardFile | null = null;

  /** @param folder of the export; it has a folder `data` */
  constructor(folder: string, split: Split, kind: ShardKind) {
    this.#folder = folder;
    this.#split = split;
    this.#kind = kind;
  }

  async add(loaded: LoadedItem): Promise<void> {
    this.#open ??= await this.#kind.create(this.#draftName(this.#finished.length));
    await this.#open.add(loaded);
    if (this.#open.bytes >= bytesPerShard) await this.#finishOpen();
  }

  /** Gives the files their names, which tell how many there are. */
  async finish(): Promise<ExportedShard[]> {
    await this.#finishOpen();
    const count = this.#finished.length;
    const shards = [];
    for (const [index, file] of this.#finished.entries()) {
      const path = shardName(this.#split, { index, count }, this.#kind.extension);
      await rename(this.#draftName(index), join(this.#folder, path));
      shards.push({ path, split: this.#split, ...file });
    }
    return shards;
  }

  async abandon(): Promise<void> {
    await this.#open?.abandon();
  }

  async #finishOpen(): Promise<void> {
    if (this.#open === null) return;
    this.#finished.push(await this.#open.finish());
    this.#open = null;
  }

  #draftName(index: number): string {
    return join(this.#folder, 'data', `.${this.#split}-${index}`);
  }
}
