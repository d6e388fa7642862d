import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { repositoryName } from '../tables/source.ts';

export type ItemRow = typeof pullRequestItem.$inferSelect;

/** A pull request as people name it. */
export interface PullRequestName {
  /** owner/name */
  readonly repository: string;
  readonly number: number;
  /** The whole address, when one was given. */
  readonly url: string | null;
}

/**
 * Reads `https://host/owner/name/pull/12` or `owner/name#12`.
 *
 * @returns null when the text is neither
 */
export function readPullRequestName(text: string): PullRequestName | null {
  const address = /^https?:\/\/[^/]+\/(.+)\/pulls?\/(\d+)\/?$/.exec(text);
  const [, repository, number] = address ?? /^([^\s#]+)#(\d+)$/.exec(text) ?? [];
  if (repository === undefined || number === undefined) return null;
  return { repository, number: Number(number), url: address === null ? null : text };
}

/**
 * Every item that was made from a pull request, oldest first: an edit makes a new one. Of a repository that
 * was renamed, any name finds them.
 */
export async function itemsOfPullRequest(
  database: Database,
  { repository, number, url }: PullRequestName,
): Promise<ItemRow[]> {
  const of = pullRequestItem;
  const named = and(eq(of.repository, repository), eq(of.number, number));
  const addressed = url === null ? undefined : and(eq(of.number, number), eq(of.url, url));
  const bearers = sql`select ${repositoryName.repositoryKey} from ${repositoryName}
    where ${repositoryName.name} = ${repository}`;
  const renamed = and(eq(of.number, number), sql`${of.repositoryKey} in (${bearers})`);
  const found = or(named, addressed, renamed);
  return await database.query((db) =>
    db.select().from(of).where(found).orderBy(asc(of.firstSeenAt), asc(of.digest)),
  );
}

/** Full rows of items, in no order. */
export async function itemsByDigest(
  database: Database,
  digests: readonly string[],
): Promise<ItemRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(pullRequestItem)
      .where(inArray(pullRequestItem.digest, [...digests])),
  );
}
