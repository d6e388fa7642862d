import {
  boolean,
  doublePrecision,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { digest, json, writtenAt } from './columns.ts';
import { sample } from './rollout.ts';

export const rewardOutcomes = ['scored', 'excluded'] as const;

/** What one score consists of; the same in `reward` and `reward_cache`. */
const scoreColumns = () => ({
  reward: text().notNull(),
  configDigest: digest().notNull(),
  outcome: text({ enum: rewardOutcomes }).notNull(),
  /** null exactly when excluded: a fault is never a reward. */
  value: doublePrecision(),
  exact: boolean(),
  /** Why the value is -1, or why the sample is excluded; null for a well-formed answer. */
  category: text(),
  parts: json<unknown>().notNull(),
});

/** The score of one sample under one reward version. Partitioned by run. Immutable. */
export const reward = pgTable(
  'reward',
  {
    runId: text().notNull(),
    groupId: text().notNull(),
    index: integer().notNull(),
    ...scoreColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.groupId, t.index, t.reward, t.configDigest] }),
    foreignKey({
      columns: [t.runId, t.groupId, t.index],
      foreignColumns: [sample.runId, sample.groupId, sample.index],
    }),
  ],
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
