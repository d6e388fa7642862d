import { boolean, doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { FileSimilarity, RewardCategory } from '@evoline/contract/reward';
import type { ExcludeReason } from '@evoline/contract/rollout';
import { digest, json, writtenAt } from './columns.ts';
import { rolloutGroup } from './rollout.ts';

export const rewardOutcomes = ['scored', 'fault', 'excluded'] as const;

/** What one score consists of; the same in `reward` and `reward_cache`. */
const scoreColumns = () => ({
  reward: text().notNull(),
  configDigest: digest().notNull(),
  outcome: text({ enum: rewardOutcomes }).notNull(),
  /** null exactly when excluded: a fault is never a reward. */
  value: doublePrecision(),
  exact: boolean(),
  /** The fault behind a -1, or why the sample is excluded; null for a scored answer. */
  category: text().$type<RewardCategory | ExcludeReason>(),
  detail: text(),
  /** Similarities by file, sorted by path. */
  parts: json<readonly FileSimilarity[]>().notNull(),
});

/** The score of one sample under one reward version. Partitioned by run. Immutable. */
export const reward = pgTable(
  'reward',
  {
    runId: text().notNull(),
    // Not to `sample`: a check against a partitioned table costs more than the row.
    groupId: text()
      .notNull()
      .references(() => rolloutGroup.groupId),
    index: integer().notNull(),
    ...scoreColumns(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.groupId, t.index, t.reward, t.configDigest] })],
);

/** Equal answers to one item are graded once. Immutable; excluded scores are never cached. */
export const rewardCache = pgTable(
  'reward_cache',
  {
    itemDigest: digest().notNull(),
    outputDigest: digest().notNull(),
    ...scoreColumns(),
    createdAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.itemDigest, t.outputDigest, t.reward, t.configDigest] })],
);
