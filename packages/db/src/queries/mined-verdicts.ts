import { desc, inArray, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem, sourceRepository } from '../tables/mine.ts';

/** Names of all repositories that were ever mined; with `withItems` only of those with kept pull requests. */
export async function minedRepositoryNames(
  database: Database,
  { withItems }: { readonly withItems: boolean },
): Promise<string[]> {
  const items = await database.query((db) =>
    db
      .selectDistinctOn([pullRequestItem.repository], { name: pullRequestItem.repository })
      .from(pullRequestItem),
  );
  if (withItems) return items.map((row) => row.name);
  const sources = await database.query((db) =>
    db.select({ name: sourceRepository.name }).from(sourceRepository),
  );
  return [...new Set([...items, ...sources].map((row) => row.name))].toSorted();
}

export interface VerdictRow {
  readonly repository: string;
  readonly number: number;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly minedAt: Date;
}

/** The newest verdict on each pull request of these repositories, in no order. */
export async function newestVerdicts(
  database: Database,
  repositories: readonly string[],
): Promise<VerdictRow[]> {
  const { repository, number, itemDigest, reason, minedAt } = minedPullRequest;
  return await database.query((db) =>
    db
      .selectDistinctOn([repository, number], {
        repository,
        number,
        digest: itemDigest,
        reason,
        minedAt,
      })
      .from(minedPullRequest)
      .where(inArray(repository, [...repositories]))
      // A dropped one has no digest and comes last among equals.
      .orderBy(repository, number, desc(minedAt), sql`${itemDigest} desc nulls last`),
  );
}
