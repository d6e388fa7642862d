import type { ArtifactRef } from '@evoline/contract/artifact';
import type { MinedPullRequest, PullRequestItem } from '@evoline/contract/mine';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem } from '../tables/mine.ts';
import { recordArtifacts } from './artifacts.ts';

/** A kept pull request with the blob that holds its full record. */
export interface NewItem {
  readonly digest: string;
  readonly content: ArtifactRef;
  readonly url: string | null;
  readonly item: PullRequestItem;
  /** MinHash of the change; null when it is too small to tell. */
  readonly signature: string | null;
  /** SHA-256 of the author's login in lower case; null: nobody knows it. */
  readonly authorKey: string | null;
}

/** What one chunk of pull requests came to: verdicts of all, items of the kept ones. */
export interface MinedChunk {
  readonly runId: string;
  readonly repositoryKey: string;
  readonly items: readonly NewItem[];
  readonly verdicts: readonly MinedPullRequest[];
}

/**
 * Writes a chunk as a whole; idempotent on (run, repository, number) and on item digests. Returns how
 * many items were new to the database.
 */
export async function recordMined(database: Database, chunk: MinedChunk): Promise<number> {
  const { runId, repositoryKey } = chunk;
  return await database.transaction(async (db) => {
    await recordArtifacts(
      db,
      chunk.items.map((item) => item.content),
    );
    const items = chunk.items.map((item) => itemRow(item, runId, repositoryKey));
    const added = await insertRows(db, pullRequestItem, items);
    const verdicts = chunk.verdicts.map((verdict) => ({ ...verdict, runId, repositoryKey }));
    await insertRows(db, minedPullRequest, verdicts);
    return added;
  });
}

/** The row of an item that this run of this repository brought in. */
export function itemRow(
  { digest, content, url, item, signature, authorKey }: NewItem,
  firstRunId: string,
  repositoryKey: string,
): typeof pullRequestItem.$inferInsert {
  return {
    digest,
    repositoryKey,
    firstRunId,
    url,
    repository: item.repository,
    number: item.number,
    title: item.title,
    baseTip: item.baseTip,
    mergeBase: item.mergeBase,
    head: item.head,
    landed: item.landed,
    landing: item.landing,
    authorKind: item.author.kind,
    authorKey,
    licence: item.licence.spdx,
    language: item.language,
    signature,
    mergedAt: item.mergedAt === null ? null : new Date(item.mergedAt),
    contentSha256: content.sha256,
    files: item.files.map(({ path, previousPath, status }) => ({ path, previousPath, status })),
    links: item.issues.map((issue) => ({
      repository: issue.repository,
      number: issue.number,
      kind: issue.kind,
    })),
  };
}
