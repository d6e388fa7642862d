import { bigint, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { TrainPolicyConfig } from '@evoline/contract/train';
import { artifact } from './artifact.ts';
import { digest, json, writtenAt } from './columns.ts';
import { run } from './run.ts';

/**
 * A committed set of weights: `<run id>:<step>`, step 0 is the warm start. `checkpointSha256` is the
 * manifest of the servable folder, `recoverySha256` the one of optimizer, schedule and RNG. Immutable.
 */
export const policyVersion = pgTable(
  'policy_version',
  {
    id: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => run.id),
    step: integer().notNull(),
    parent: text().references((): AnyPgColumn => policyVersion.id),
    weightsDigest: digest().notNull(),
    checkpointSha256: digest()
      .notNull()
      .references(() => artifact.sha256),
    recoverySha256: digest().references(() => artifact.sha256),
    base: text().notNull(),
    adaptation: json<TrainPolicyConfig['adaptation']>().notNull(),
    fencingEpoch: bigint({ mode: 'number' }).notNull(),
    batchSha256: digest().references(() => artifact.sha256),
    committedAt: writtenAt(),
  },
  (t) => [unique().on(t.runId, t.step), index().on(t.weightsDigest), index().on(t.committedAt)],
);

/** Where a run stands. The one mutable row of a run's chain; commits compare-and-set on it. */
export const policyHead = pgTable('policy_head', {
  runId: text()
    .primaryKey()
    .references(() => run.id),
  policyVersionId: text()
    .notNull()
    .references(() => policyVersion.id),
  step: integer().notNull(),
});

/** An engine confirmed that it serves a policy version under this name. Immutable. */
export const servingAssignment = pgTable(
  'serving_assignment',
  {
    engine: text().notNull(),
    engineBuild: text().notNull(),
    policyVersionId: text()
      .notNull()
      .references(() => policyVersion.id),
    servedName: text().notNull(),
    weightsDigest: digest().notNull(),
    runId: text()
      .notNull()
      .references(() => run.id),
    assignedAt: writtenAt(),
  },
  (t) => [
    primaryKey({ columns: [t.engine, t.policyVersionId, t.engineBuild, t.servedName] }),
    index().on(t.policyVersionId),
  ],
);
