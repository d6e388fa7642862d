import { inArray } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestItem } from '../tables/mine.ts';

/** A pull request as people name it. */
export interface NamedItem {
  readonly digest: string;
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly url: string | null;
}

/** The pull requests behind these items, by digest; unknown digests are left out. */
export async function itemsByDigest(
  database: Database,
  digests: readonly string[],
): Promise<ReadonlyMap<string, NamedItem>> {
  const { digest, repository, number, title, url } = pullRequestItem;
  const rows = await database.query((db) =>
    db
      .select({ digest, repository, number, title, url })
      .from(pullRequestItem)
      .where(inArray(digest, [...digests])),
  );
  return new Map(rows.map((row) => [row.digest, row]));
}
