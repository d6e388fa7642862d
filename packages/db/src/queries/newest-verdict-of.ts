import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { minedPullRequest } from '../tables/mine.ts';
import type { PullRequestName } from './items-of-pull-request.ts';

/** What mining said last of a pull request; null when it never looked at it. */
export async function newestVerdictOf(
  database: Database,
  { repository, number }: Pick<PullRequestName, 'repository' | 'number'>,
): Promise<typeof minedPullRequest.$inferSelect | null> {
  const of = minedPullRequest;
  const [row] = await database.query((db) =>
    db
      .select()
      .from(of)
      .where(and(eq(of.repository, repository), eq(of.number, number)))
      .orderBy(desc(of.minedAt))
      .limit(1),
  );
  return row ?? null;
}
