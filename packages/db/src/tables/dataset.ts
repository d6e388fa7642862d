import { index, integer, pgTable, primaryKey, text, bigint } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { datasetStates } from '@evoline/contract/dataset';
import type { DatasetChanges, DatasetRecipe, Split } from '@evoline/contract/dataset';
import type { FilterConfig } from '@evoline/contract/mining-filters';
import { artifact } from './artifact.ts';
import { digest, instant, json, writtenAt } from './columns.ts';
import { pullRequestItem } from './mine.ts';
import { run } from './run.ts';

type Counts = Readonly<Record<string, number>>;

/** When a repository of a version was mined, first and last, by its source's clock. */
export interface QueryWindow {
  readonly repository: string;
  readonly from: string;
  readonly to: string;
}

/** The filters that some of a version's items passed, and of how many. */
export interface MinedUnder {
  readonly digest: string;
  readonly filters: FilterConfig;
  readonly items: number;
}

/** What a version's items were compared with: a file of benchmark tasks, or the names of a suite; how many were. */
export interface DecontaminationList {
  readonly name: string;
  readonly sha256: string;
  readonly items: number;
}

/**
 * A frozen set of items with their splits. `digest` covers items, splits and recipe; all else tells where
 * it comes from. Immutable.
 */
export const datasetVersion = pgTable(
  'dataset_version',
  {
    digest: digest().primaryKey(),
    parent: digest().references((): AnyPgColumn => datasetVersion.digest),
    /** The version that the rows of `dataset_change` differ from; null: those with a split are all its items. */
    deltaOf: digest().references((): AnyPgColumn => datasetVersion.digest),
    recipe: json<DatasetRecipe>().notNull(),
    recipeDigest: digest().notNull(),
    /** What the split rule decided and why, one line each, for people. */
    notes: json<readonly string[]>().notNull(),
    funnel: json<Counts>().notNull(),
    splits: json<Readonly<Record<Split, number>>>().notNull(),
    items: integer().notNull(),
    repositories: integer().notNull(),
    /** Against the parent. */
    changes: json<DatasetChanges>().notNull(),
    /** Items by SPDX expression and by language; `unknown` where none is known. */
    licences: json<Counts>().notNull(),
    languages: json<Counts>().notNull(),
    queryWindows: json<readonly QueryWindow[]>().notNull(),
    minedUnder: json<readonly MinedUnder[]>().notNull(),
    decontamination: json<readonly DecontaminationList[]>().notNull(),
    optOutsDigest: digest(),
    asOf: instant(),
    heldBack: json<readonly string[]>().notNull(),
    /** Why it was frozen, for people. */
    reason: text(),
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
  (t) => [index().on(t.createdAt), index().on(t.deltaOf), index().on(t.parent)],
);

/**
 * How a version differs from the one that its `deltaOf` names. `split` null: the item is not in it any
 * more, for `reason`; else it came in, or changed its split. An edited pull request has two rows. A version
 * that is stored whole also has the rows of what its parent held and it does not. Immutable.
 */
export const datasetChange = pgTable(
  'dataset_change',
  {
    version: digest()
      .notNull()
      .references(() => datasetVersion.digest),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    /** owner/name on the day of the freeze. */
    repository: text().notNull(),
    number: integer().notNull(),
    split: text().$type<Split>(),
    /** A reason of a drop, the edited parts joined by a comma, or `split_moved`; null: it is new. */
    reason: text(),
    /** What the reason was found by, for people. */
    evidence: text(),
  },
  (t) => [primaryKey({ columns: [t.version, t.itemDigest] }), index().on(t.itemDigest)],
);

/** What became of a version. Append-only: the newest row counts. */
export const datasetState = pgTable(
  'dataset_state',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    version: digest()
      .notNull()
      .references(() => datasetVersion.digest),
    state: text({ enum: datasetStates }).notNull(),
    reason: text(),
    runId: text().references(() => run.id),
    createdBy: text().notNull(),
    createdAt: writtenAt(),
  },
  (t) => [index().on(t.version, t.id)],
);
