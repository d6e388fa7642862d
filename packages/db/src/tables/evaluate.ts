import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { Split } from '@evoline/contract/dataset';
import type { Comparison, DecodingScores } from '@evoline/contract/evaluate';
import { artifact } from './artifact.ts';
import { digest, json, writtenAt } from './columns.ts';
import { datasetVersion } from './dataset.ts';
import { pullRequestItem } from './mine.ts';
import { policyVersion } from './policy.ts';
import { rolloutGroup } from './rollout.ts';
import { run } from './run.ts';

/** Greedy and sampled scores; `excluded` counts samples by reason. */
export interface EvaluationMetrics {
  readonly greedy: DecodingScores;
  readonly sampled: DecodingScores;
  readonly excluded: Readonly<Record<string, number>>;
}

/** One policy version measured on one suite. Immutable. */
export const evaluation = pgTable(
  'evaluation',
  {
    id: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => run.id),
    policyVersionId: text()
      .notNull()
      .references(() => policyVersion.id),
    weightsDigest: digest().notNull(),
    datasetVersion: digest()
      .notNull()
      .references(() => datasetVersion.digest),
    split: text().$type<Split>().notNull(),
    suiteDigest: digest().notNull(),
    greedySamplingDigest: digest().notNull(),
    sampledSamplingDigest: digest().notNull(),
    template: text().notNull(),
    reward: text().notNull(),
    items: integer().notNull(),
    metrics: json<EvaluationMetrics>().notNull(),
    comparison: json<Comparison>(),
    outcomesSha256: digest()
      .notNull()
      .references(() => artifact.sha256),
    createdAt: writtenAt(),
  },
  (t) => [index().on(t.policyVersionId), index().on(t.runId), index().on(t.createdAt)],
);

/** The outcome of one item. Null where every sample of that decoding was excluded. Immutable. */
export const evaluationItem = pgTable(
  'evaluation_item',
  {
    evaluationId: text()
      .notNull()
      .references(() => evaluation.id),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    greedyReward: doublePrecision(),
    greedyExact: boolean(),
    greedyWellFormed: boolean(),
    /** Means over the scored samples at the sampling temperature. */
    sampledReward: doublePrecision(),
    sampledExact: doublePrecision(),
    sampledWellFormed: doublePrecision(),
    samples: integer().notNull(),
    excluded: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.evaluationId, t.itemDigest] }), index().on(t.itemDigest)],
);

/** Which groups an evaluation counted; groups may serve several evaluations. Immutable. */
export const evaluationGroup = pgTable(
  'evaluation_group',
  {
    evaluationId: text()
      .notNull()
      .references(() => evaluation.id),
    groupId: text()
      .notNull()
      .references(() => rolloutGroup.groupId),
    decoding: text({ enum: ['greedy', 'sampled'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.evaluationId, t.groupId] }), index().on(t.groupId)],
);

export const aliasKinds = ['dataset', 'policy', 'evaluation'] as const;

/** A name for a version. Append-only: the newest row of a name counts, the others are its history. */
export const alias = pgTable(
  'alias',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    project: text().notNull(),
    name: text().notNull(),
    kind: text({ enum: aliasKinds }).notNull(),
    target: text().notNull(),
    runId: text().references(() => run.id),
    createdBy: text().notNull(),
    createdAt: writtenAt(),
  },
  (t) => [index().on(t.project, t.kind, t.name, t.id)],
);
