import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type {
  ExcludeReason,
  SampleChunkRequest,
  SamplingParameters,
  TemplateName,
} from '@evoline/contract/rollout';
import { artifact } from './artifact.ts';
import { digest, instant, json, writtenAt } from './columns.ts';
import { pullRequestItem } from './mine.ts';
import { policyVersion } from './policy.ts';
import { run } from './run.ts';

export const groupStates = ['planned', 'finished', 'excluded'] as const;

/**
 * One prompt and its G samples. Planned by the ledger, finished (or excluded with a reason) beside
 * the engine. Immutable once finished. `runId` is the run that planned it first: evaluation groups
 * are found again by id from other runs.
 */
export const rolloutGroup = pgTable(
  'rollout_group',
  {
    groupId: text().primaryKey(),
    runId: text()
      .notNull()
      .references(() => run.id),
    purpose: text().$type<SampleChunkRequest['purpose']>().notNull(),
    step: integer().notNull(),
    itemDigest: digest()
      .notNull()
      .references(() => pullRequestItem.digest),
    policyVersionId: text()
      .notNull()
      .references(() => policyVersion.id),
    template: text().$type<TemplateName>().notNull(),
    templateDigest: digest(),
    seed: bigint({ mode: 'number' }).notNull(),
    sampling: json<SamplingParameters>().notNull(),
    samplingDigest: digest().notNull(),
    state: text({ enum: groupStates }).notNull().default('planned'),
    reason: text().$type<ExcludeReason>(),
    engine: text(),
    engineBuild: text(),
    servedName: text(),
    weightsDigestAtDispatch: digest(),
    weightsDigestAtFinish: digest(),
    blobSha256: digest().references(() => artifact.sha256),
    promptTokens: integer(),
    plannedAt: writtenAt(),
    finishedAt: instant(),
  },
  (t) => [
    index().on(t.runId, t.purpose, t.step),
    index().on(t.itemDigest),
    index().on(t.policyVersionId),
  ],
);

/** One completion. Partitioned by run (see the migration). Immutable. */
export const sample = pgTable(
  'sample',
  {
    runId: text().notNull(),
    groupId: text()
      .notNull()
      .references(() => rolloutGroup.groupId),
    index: integer().notNull(),
    finishReason: text().notNull(),
    completionTokens: integer().notNull(),
    outputDigest: digest().notNull(),
    excludedReason: text().$type<ExcludeReason>(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.groupId, t.index] })],
);
