import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { digest, instant, writtenAt } from './columns.ts';
import { sourceRepository } from './mine.ts';
import { run } from './run.ts';

/** Every name that a repository was met under; the one that was met last is today's. */
export const repositoryName = pgTable(
  'repository_name',
  {
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    name: text().notNull(),
    firstSeenAt: writtenAt(),
    lastSeenAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.repositoryKey, t.name] }), index().on(t.name)],
);

/** When a run opened a repository by the clock of its source, for the watermark. Immutable. */
export const sourceOpening = pgTable(
  'source_opening',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    askedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.repositoryKey] })],
);

/** A source that is not there any more, until it is met again. */
export const sourceGone = pgTable('source_gone', {
  repositoryKey: text()
    .primaryKey()
    .references(() => sourceRepository.key),
  reason: text().notNull(),
  goneAt: writtenAt(),
});

/**
 * The state of a pull request that was dealt with last: `updatedAt` as its source tells it, the digest of
 * what was hydrated, and the digest of the settings that it was examined under.
 */
export const pullRequestSeen = pgTable(
  'pull_request_seen',
  {
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    number: integer().notNull(),
    updatedAt: text().notNull(),
    contentDigest: digest().notNull(),
    basisDigest: digest().notNull(),
    runId: text()
      .notNull()
      .references(() => run.id),
    seenAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.repositoryKey, t.number] })],
);
