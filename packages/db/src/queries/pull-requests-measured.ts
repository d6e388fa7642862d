import { asc, eq } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { evaluationItem } from '../tables/evaluate.ts';
import { pullRequestItem } from '../tables/mine.ts';

/** A pull request that an evaluation measured a policy on. */
export interface MeasuredPullRequest {
  readonly repository: string;
  readonly number: number;
  /** Address; null for pull requests known from history alone. */
  readonly url: string | null;
  readonly title: string;
  readonly itemDigest: string;
}

/** The pull requests an evaluation was measured on, by repository and number. */
export async function pullRequestsMeasured(
  database: Database,
  evaluationId: string,
): Promise<MeasuredPullRequest[]> {
  return await database.query((db) =>
    db
      .select({
        repository: pullRequestItem.repository,
        number: pullRequestItem.number,
        url: pullRequestItem.url,
        title: pullRequestItem.title,
        itemDigest: pullRequestItem.digest,
      })
      .from(evaluationItem)
      .innerJoin(pullRequestItem, eq(pullRequestItem.digest, evaluationItem.itemDigest))
      .where(eq(evaluationItem.evaluationId, evaluationId))
      .orderBy(asc(pullRequestItem.repository), asc(pullRequestItem.number)),
  );
}
