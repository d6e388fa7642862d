import { bigint, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import { workflowTypes } from '@evoline/contract/run';
import type { RunConfig } from '@evoline/contract/run';
import type { Stage, StageState } from '@evoline/contract/steering';
import { digest, instant, json, writtenAt } from './columns.ts';

export const runStates = ['running', 'done', 'failed', 'aborted', 'planned'] as const;

/** One workflow execution over all its continue-as-new. Only state, summary and end may change. */
export const run = pgTable(
  'run',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    workflow: text({ enum: workflowTypes }).notNull(),
    parentRunId: text().references((): AnyPgColumn => run.id),
    workflowId: text().notNull(),
    firstRunId: text().notNull(),
    /** null only for a plan with nothing to work on. */
    config: json<RunConfig>(),
    configDigest: digest().notNull(),
    codeRevision: text().notNull(),
    project: text().notNull(),
    createdBy: text().notNull(),
    plan: json<readonly string[]>().notNull(),
    state: text({ enum: runStates }).notNull().default('running'),
    summary: text(),
    startedAt: writtenAt(),
    endedAt: instant(),
  },
  (t) => [unique().on(t.workflowId, t.firstRunId), index().on(t.name), index().on(t.parentRunId)],
);

/** One attempt of one stage reached one state. Immutable. */
export const stageAttempt = pgTable(
  'stage_attempt',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    stage: text().$type<Stage>().notNull(),
    attempt: integer().notNull(),
    state: text().$type<StageState>().notNull(),
    failureCode: text(),
    reason: text(),
    at: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.stage, t.attempt, t.state] })],
);

/**
 * Who may write under a key such as `run:<name>`, `mine:<source>` or `engine:<name>`. `epoch` grows
 * with every new holder and never returns: it fences off the late commits of former holders.
 */
export const lease = pgTable('lease', {
  key: text().primaryKey(),
  holderRun: text().references(() => run.id),
  epoch: bigint({ mode: 'number' }).notNull(),
  expiresAt: instant().notNull(),
});

/** Which specification of a schedule this code applied last. */
export const scheduleApplication = pgTable('schedule_application', {
  scheduleId: text().primaryKey(),
  specificationDigest: digest().notNull(),
  /** null: applied by a version that kept the digest only. */
  specification: json<NightlySchedule>(),
  appliedAt: writtenAt(),
});
