import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { type Split, Split as SplitSchema } from '@evoline/contract/dataset';
import type { ExportHead } from '@evoline/contract/dataset-export';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { type StoredItem, visitDatasetItems } from '@evoline/db/queries/dataset-item-pages';
import { refuseRevoked } from '@evoline/db/queries/dataset-states';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import { croissant } from '@evoline/domain/dataset/export/croissant';
import { datasetCard } from '@evoline/domain/dataset/export/dataset-card';
import { InterruptedError } from '../io.ts';
import { exportHead } from './export-head.ts';
import { makeFreshFolder } from './fresh-folder.ts';
import { ManifestFile } from './manifest-file.ts';
import { parquetShards, sweBenchShards } from './shard-files.ts';
import { SplitShards } from './split-shards.ts';
import { loadRecords } from './stored-records.ts';
import type { TransferProgress } from './transfer-progress.ts';

export interface ExportDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

export interface ExportOptions {
  /** Default: parquet. */
  readonly files?: ExportHead['files'];
  /** Default: all. */
  readonly splits?: readonly Split[];
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly signal?: AbortSignal;
}

const kinds = { parquet: parquetShards, 'swe-bench': sweBenchShards } as const;
const itemsPerPage = 512;

/**
 * Writes a version as files into a new folder: a shard or more for each split in canonical order, dataset
 * card, manifest and, with Parquet, a Croissant description. One pass in canonical order; memory holds
 * one row group of each split, whatever the version's size. Complete or not at all.
 *
 * @throws EvolineFailure input_invalid when the folder is not empty, dataset_revoked, and whatever is
 * wrong with an item's record, by the pull request's name
 */
export async function exportDataset(
  { database, store }: ExportDeps,
  row: DatasetRow,
  folder: string,
  options: ExportOptions = {},
): Promise<ExportHead> {
  const { files = 'parquet', splits = SplitSchema.options } = options;
  await database.query((db) => refuseRevoked(db, row));
  return await makeFreshFolder(folder, async (draft) => {
    await mkdir(join(draft, 'data'));
    const shards = new Map(
      splits.map((split) => [split, new SplitShards(draft, split, kinds[files])]),
    );
    const manifest = new ManifestFile(draft);
    try {
      await exportItems({ database, store }, row, { shards, manifest, ...options });
      const finished = [];
      for (const own of shards.values()) finished.push(...(await own.finish()));
      const head = exportHead(row, { files, splits, shards: finished });
      await manifest.finish(head);
      await describe(draft, head);
      return head;
    } finally {
      for (const own of shards.values()) await own.abandon();
    }
  });
}

interface Exporting extends Pick<ExportOptions, 'onProgress' | 'signal'> {
  readonly shards: ReadonlyMap<Split, SplitShards>;
  readonly manifest: ManifestFile;
}

async function exportItems(
  { database, store }: ExportDeps,
  { digest, splits }: DatasetRow,
  { shards, manifest, onProgress, signal }: Exporting,
): Promise<void> {
  const of = [...shards.keys()].reduce((sum, split) => sum + splits[split], 0);
  let items = 0;
  await visitDatasetItems(database, digest, itemsPerPage, async (page) => {
    if (signal?.aborted === true) throw new InterruptedError();
    const wanted = page.filter(({ placed }) => shards.has(placed.split));
    await manifest.add(wanted.map((stored) => stored.placed));
    for await (const loaded of loadRecords(store, wanted)) {
      await shards.get(splitOf(loaded.stored))?.add(loaded);
    }
    items += wanted.length;
    onProgress?.({ doing: 'exporting', items, of });
  });
  if (items === of) return;
  const message = `version ${digest} has ${of} items in these splits, and ${items} were found`;
  throw new EvolineFailure('store_corrupt', message);
}

function splitOf({ placed }: StoredItem): Split {
  return placed.split;
}

async function describe(draft: string, head: ExportHead): Promise<void> {
  await writeFile(join(draft, 'README.md'), datasetCard(head), { flag: 'wx' });
  if (head.files !== 'parquet') return;
  const description = `${JSON.stringify(croissant(head), null, 2)}\n`;
  await writeFile(join(draft, 'croissant.json'), description, { flag: 'wx' });
}
