import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, writtenAt } from './columns.ts';
import { sourceRepository } from './mine.ts';
import { run } from './run.ts';

/**
 * What all workers know of GitHub's tokens. A fingerprint is a part of a digest, or the number of an app's
 * installation: no table holds a token. Times are by GitHub's clock.
 */
export const githubQuota = pgTable(
  'github_quota',
  {
    fingerprint: text().notNull(),
    resource: text({ enum: ['core', 'graphql'] }).notNull(),
    limit: integer().notNull(),
    remaining: integer().notNull(),
    resetsAt: instant().notNull(),
    notedAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.fingerprint, t.resource] })],
);

/** A token that GitHub asked to rest as a whole (a secondary limit); `strikes` in a row. */
export const githubRest = pgTable('github_rest', {
  fingerprint: text().primaryKey(),
  restsUntil: instant().notNull(),
  strikes: integer().notNull(),
  notedAt: writtenAt(),
});

/** Which token works on which repository: entity tags hold for one token. */
export const githubPin = pgTable(
  'github_pin',
  {
    subject: text().primaryKey(),
    fingerprint: text().notNull(),
    pinnedAt: writtenAt(),
  },
  (t) => [index().on(t.fingerprint)],
);

/**
 * Entity tags of answers, by token and address. `answer`: what was read, where it is needed again. A tag of
 * a list is `proposed` until its run has dealt with all that the list named.
 */
export const githubAnswer = pgTable(
  'github_answer',
  {
    fingerprint: text().notNull(),
    url: text().notNull(),
    etag: text(),
    answer: jsonb(),
    repositoryKey: text().references(() => sourceRepository.key),
    proposedEtag: text(),
    proposedByRun: text().references(() => run.id),
    notedAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.fingerprint, t.url] }), index().on(t.repositoryKey)],
);
