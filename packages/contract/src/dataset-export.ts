import { z } from 'zod';
import { Digest } from './artifact.ts';
import { DatasetChanges, DatasetRecipe, DatasetState, PlacedItem, Split } from './dataset.ts';
import { itemFormat } from './mine.ts';
import { FilterConfig } from './mining-filters.ts';

/** The format of exported folders that this code writes, and the only one that it reads. */
export const exportFormat = 'evoline.export.v1';

/** Where a split's rows lie below an exported folder; nothing else is a path. */
export const shardPath = /^data\/[a-z_]{1,40}-\d{5}-of-\d{5}\.(parquet|jsonl)$/;

/** A file of an exported folder, with the rows of one split in canonical order. */
export const ExportedShard = z.strictObject({
  path: z.string().regex(shardPath, 'expected data/<split>-00000-of-00001.parquet'),
  split: Split,
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: Digest,
});
export type ExportedShard = z.infer<typeof ExportedShard>;

const Counts = z.record(z.string(), z.int().nonnegative());

/** What is known of a version beside what its digest covers. */
export const DatasetProvenance = z.strictObject({
  parent: Digest.nullable(),
  state: DatasetState,
  notes: z.array(z.string()),
  funnel: Counts,
  splits: z.record(Split, z.int().nonnegative()),
  items: z.int().nonnegative(),
  repositories: z.int().nonnegative(),
  changes: DatasetChanges,
  licences: Counts,
  languages: Counts,
  queryWindows: z.array(
    z.strictObject({ repository: z.string(), from: z.string(), to: z.string() }),
  ),
  minedUnder: z.array(
    z.strictObject({ digest: Digest, filters: FilterConfig, items: z.int().nonnegative() }),
  ),
  decontamination: z.array(
    z.strictObject({ name: z.string(), sha256: z.string(), items: z.int().nonnegative() }),
  ),
  optOutsDigest: Digest.nullable(),
  asOf: z.iso.datetime().nullable(),
  heldBack: z.array(z.string()),
  reason: z.string().nullable(),
  codeRevision: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type DatasetProvenance = z.infer<typeof DatasetProvenance>;

/** All of an export's manifest but its items, which come last and by the thousand. */
export const ExportHead = z.strictObject({
  format: z.literal(exportFormat),
  itemFormat: z.literal(itemFormat),
  files: z.enum(['parquet', 'swe-bench']),
  digest: Digest,
  recipe: DatasetRecipe,
  provenance: DatasetProvenance,
  /** Splits that were asked for; all of them can be imported again. */
  splits: z.array(Split).min(1),
  shards: z.array(ExportedShard),
});
export type ExportHead = z.infer<typeof ExportHead>;

/** `manifest.json` of an exported folder; `items` in canonical order. */
export const ExportManifest = ExportHead.extend({ items: z.array(PlacedItem) });
export type ExportManifest = z.infer<typeof ExportManifest>;
