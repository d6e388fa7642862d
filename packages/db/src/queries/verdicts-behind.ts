import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { MinedPullRequest } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { minedPullRequest, sourceSnapshot } from '../tables/mine.ts';

/**
 * What became of every pull request of the repositories that a mining run opened, once each also where the
 * repository was renamed meanwhile, by repository and number: in this run only, or with `newest` in whichever run saw it last. A run that goes on from a
 * watermark sees but what changed.
 */
export async function verdictsBehind(
  database: Database,
  runId: string,
  { newest }: { readonly newest: boolean },
): Promise<MinedPullRequest[]> {
  const of = minedPullRequest;
  const opened = await database.query((db) =>
    db
      .select({ key: sourceSnapshot.repositoryKey })
      .from(sourceSnapshot)
      .where(eq(sourceSnapshot.runId, runId)),
  );
  const keys = opened.map(({ key }) => key);
  const rows = await database.query((db) =>
    db
      .selectDistinctOn([of.repositoryKey, of.number])
      .from(of)
      .where(and(inArray(of.repositoryKey, keys), newest ? undefined : eq(of.runId, runId)))
      .orderBy(asc(of.repositoryKey), asc(of.number), desc(of.minedAt)),
  );
  const verdicts = rows.map(({ runId: _run, repositoryKey: _key, minedAt: _at, ...row }) => row);
  return verdicts.toSorted((a, b) => {
    if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
    return a.number - b.number;
  });
}
