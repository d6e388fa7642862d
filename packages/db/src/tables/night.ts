import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { NightPlan, NightReport } from '@evoline/contract/night';
import { instant, json, writtenAt } from './columns.ts';
import { run } from './run.ts';

/** A source that is mined every night. `failures`: nights in a row. */
export const listedSource = pgTable('listed_source', {
  /** See `SourceLocator`. */
  source: text().primaryKey(),
  note: text(),
  addedBy: text().notNull(),
  addedAt: writtenAt(),
  failures: integer().notNull().default(0),
  lastFailure: text(),
  lastMinedAt: instant(),
  /** null: it takes part. */
  quarantinedAt: instant(),
  quarantineReason: text(),
});

/** What a night set out to do. Immutable. */
export const night = pgTable(
  'night',
  {
    runId: text()
      .primaryKey()
      .references(() => run.id),
    nominalTime: instant().notNull(),
    sources: integer().notNull(),
    leftOut: json<NightPlan['leftOut']>().notNull(),
    plannedAt: writtenAt(),
  },
  (t) => [index().on(t.nominalTime)],
);

export const nightSourceStates = ['pending', 'mined', 'failed'] as const;

/** One source of one night; position counts from 0. */
export const nightSource = pgTable(
  'night_source',
  {
    runId: text()
      .notNull()
      .references(() => night.runId),
    position: integer().notNull(),
    source: text().notNull(),
    state: text({ enum: nightSourceStates }).notNull().default('pending'),
    failure: text(),
    seen: integer(),
    kept: integer(),
    added: integer(),
    endedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.position] }), index().on(t.source)],
);

/** The morning report as it was told. Immutable. */
export const nightReport = pgTable('night_report', {
  runId: text()
    .primaryKey()
    .references(() => night.runId),
  report: json<NightReport>().notNull(),
  writtenAt: writtenAt(),
});

/** What a run took of GitHub's quota, by resource: requests, those answered by "not modified", and points. */
export const quotaSpending = pgTable(
  'quota_spending',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    resource: text({ enum: ['core', 'graphql'] }).notNull(),
    requests: integer().notNull(),
    notModified: integer().notNull(),
    points: integer().notNull(),
    updatedAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.resource] })],
);
