import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Landing, LinkedIssue, MinedPullRequest } from '@evoline/contract/mine';
import type { AuthorKind, DropReason } from '@evoline/contract/mining-filters';
import { artifact } from './artifact.ts';
import { digest, instant, json, writtenAt } from './columns.ts';
import { run } from './run.ts';

/** A repository that was mined at least once. `watermark`: seen up to here. */
export const sourceRepository = pgTable('source_repository', {
  key: text().primaryKey(),
  name: text().notNull(),
  defaultBranch: text().notNull(),
  watermark: text(),
  updatedAt: writtenAt(),
});

/** What a run found when it opened a repository. Immutable. */
export const sourceSnapshot = pgTable(
  'source_snapshot',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    headSha: text(),
    toolVersions: json<Readonly<Record<string, string>>>().notNull(),
    takenAt: writtenAt(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.repositoryKey] })],
);

/** A changed file of an item, without its contents. */
export interface ItemFileRow {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: string;
}
/** A linked issue of an item, without its text. */
export type ItemLinkRow = Pick<LinkedIssue, 'repository' | 'number' | 'kind'>;

/** A kept pull request, content-addressed; the full record is the blob `contentSha256`. Immutable. */
export const pullRequestItem = pgTable(
  'pull_request_item',
  {
    digest: digest().primaryKey(),
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    repository: text().notNull(),
    number: integer().notNull(),
    url: text(),
    title: text().notNull(),
    mergedAt: instant(),
    baseTip: text().notNull(),
    mergeBase: text().notNull(),
    head: text().notNull(),
    landed: text().notNull(),
    landing: text().$type<Landing>().notNull(),
    authorKind: text().$type<AuthorKind>(),
    /** SHA-256 of the author's login in lower case, for opt-outs; null: nobody knows it. */
    authorKey: text(),
    /** SPDX expression at the merge base; null: none known. */
    licence: text(),
    language: text(),
    /** MinHash of the change, for near duplicates; null: too small to tell. */
    signature: text(),
    contentSha256: digest()
      .notNull()
      .references(() => artifact.sha256),
    files: json<readonly ItemFileRow[]>().notNull(),
    links: json<readonly ItemLinkRow[]>().notNull(),
    firstRunId: text()
      .notNull()
      .references(() => run.id),
    firstSeenAt: writtenAt(),
  },
  (t) => [index().on(t.repository, t.number), index().on(t.number)],
);

/** What became of one pull request in one mining run. Immutable. */
export const minedPullRequest = pgTable(
  'mined_pull_request',
  {
    runId: text()
      .notNull()
      .references(() => run.id),
    repositoryKey: text()
      .notNull()
      .references(() => sourceRepository.key),
    repository: text().notNull(),
    number: integer().notNull(),
    url: text(),
    title: text().notNull(),
    baseTip: text(),
    mergeBase: text(),
    head: text(),
    landed: text(),
    status: text().$type<MinedPullRequest['status']>().notNull(),
    reason: text().$type<DropReason>(),
    /** What the reason was found by, for people. */
    evidence: text(),
    /** What it takes back; null when it is no revert. */
    reverts: json<MinedPullRequest['reverts']>(),
    files: json<string[]>().notNull(),
    itemDigest: digest().references(() => pullRequestItem.digest),
    minedAt: writtenAt(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.repositoryKey, t.number] }),
    index().on(t.repository, t.number, t.minedAt.desc()),
    index().on(t.itemDigest),
  ],
);
