import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { StepMetrics } from '@evoline/contract/train';
import { artifact } from './artifact.ts';
import { digest, json, writtenAt } from './columns.ts';
import { pullRequestItem } from './mine.ts';
import { policyVersion } from './policy.ts';
import { rolloutGroup } from './rollout.ts';
import { run } from './run.ts';

/**
 * The frozen input of one update. Keyed by (run, step), not by digest: two deterministic runs may
 * freeze the same bytes. `hasSignal` false: all advantages are zero. Immutable.
 */
export const batch = pgTable(
  'batch',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    step: integer().notNull(),
    sha256: digest()
      .notNull()
      .references(() => artifact.sha256),
    fromPolicyVersion: text()
      .notNull()
      .references(() => policyVersion.id),
    samples: integer().notNull(),
    hasSignal: boolean().notNull(),
    metrics: json<StepMetrics>().notNull(),
    createdAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.step] }), index().on(t.sha256)],
);

/** A sample went into a batch: at most once per run. Partitioned by run. Immutable. */
export const batchSample = pgTable(
  'batch_sample',
  {
    runId: text().notNull(),
    groupId: text()
      .notNull()
      .references(() => rolloutGroup.groupId),
    index: integer().notNull(),
    step: integer().notNull(),
    advantage: doublePrecision().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.groupId, t.index] }),
    foreignKey({ columns: [t.runId, t.step], foreignColumns: [batch.runId, batch.step] }),
    index().on(t.runId, t.step),
  ],
);

/** A committed step. Step 0 is the warm start; an idle step has equal from and to. Immutable. */
export const step = pgTable(
  'step',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    step: integer().notNull(),
    batchSha256: digest().references(() => artifact.sha256),
    fromPolicyVersion: text().references(() => policyVersion.id),
    toPolicyVersion: text()
      .notNull()
      .references(() => policyVersion.id),
    metrics: json<Readonly<Record<string, number | null>>>().notNull(),
    fencingEpoch: bigint({ mode: 'number' }).notNull(),
    committedAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.step] }), index().on(t.toPolicyVersion)],
);

/** Roll-up of `batch_sample`: samples of an item in a step; step 0 counts demonstrations. Immutable. */
export const stepItem = pgTable(
  'step_item',
  {
    runId: text().notNull(),
    step: integer().notNull(),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    samples: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.step, t.itemDigest] }),
    foreignKey({ columns: [t.runId, t.step], foreignColumns: [step.runId, step.step] }),
    index().on(t.itemDigest, t.runId, t.step),
  ],
);

/** Roll-up of `step_item`: the total over the run so far, written by the commit of each step. */
export const runItem = pgTable(
  'run_item',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    firstStep: integer().notNull(),
    samples: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.itemDigest] }),
    index().on(t.itemDigest, t.runId, t.firstStep),
    index().on(t.runId, t.firstStep),
  ],
);

/** A run began from a policy version of another run; one row per ancestor, near and far. Immutable. */
export const runAncestor = pgTable(
  'run_ancestor',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    ancestorRunId: text()
      .notNull()
      .references(() => run.id),
    upToStep: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.ancestorRunId] }), index().on(t.ancestorRunId)],
);
