import { index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FreezeDatasetConfig, Split } from '@evoline/contract/dataset';
import { artifact } from './artifact.ts';
import { digest, json, writtenAt } from './columns.ts';
import { pullRequestItem } from './mine.ts';
import { run } from './run.ts';

/** A frozen set of items with their splits. `digest` covers items, splits and configuration. Immutable. */
export const datasetVersion = pgTable(
  'dataset_version',
  {
    digest: digest().primaryKey(),
    parent: digest().references((): AnyPgColumn => datasetVersion.digest),
    config: json<FreezeDatasetConfig>().notNull(),
    configDigest: digest().notNull(),
    /** What the split rule decided and why, one line each, for people. */
    notes: json<readonly string[]>().notNull(),
    funnel: json<Readonly<Record<string, number>>>().notNull(),
    splits: json<Readonly<Record<Split, number>>>().notNull(),
    items: integer().notNull(),
    repositories: integer().notNull(),
    manifestSha256: digest()
      .notNull()
      .references(() => artifact.sha256),
    codeRevision: text().notNull(),
    project: text().notNull(),
    createdBy: text().notNull(),
    createdRunId: text()
      .notNull()
      .references(() => run.id),
    createdAt: writtenAt(),
  },
  (t) => [index().on(t.createdAt)],
);

/** Position counts from 0 in canonical order: repository, number, digest. Immutable. */
export const datasetVersionItem = pgTable(
  'dataset_version_item',
  {
    version: digest()
      .notNull()
      .references(() => datasetVersion.digest),
    position: integer().notNull(),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    split: text().$type<Split>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.version, t.position] }),
    unique().on(t.version, t.itemDigest),
    index().on(t.itemDigest),
  ],
);
