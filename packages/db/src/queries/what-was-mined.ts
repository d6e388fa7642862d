import { and, asc, count, eq } from 'drizzle-orm';
import type { MineSummary, MinedPullRequest } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem } from '../tables/mine.ts';

/** Counts of a mining run, of all its repositories or of one. */
export async function minedTotals(
  database: Database,
  runId: string,
  repositoryKey?: string,
): Promise<Omit<MineSummary, 'source'>> {
  const of = minedPullRequest;
  const [verdicts, added] = await Promise.all([
    database.query((db) =>
      db
        .select({ status: of.status, reason: of.reason, count: count() })
        .from(of)
        .where(
          and(eq(of.runId, runId), repositoryKey ? eq(of.repositoryKey, repositoryKey) : undefined),
        )
        .groupBy(of.status, of.reason),
    ),
    countAdded(database, runId, repositoryKey),
  ]);
  const dropped = verdicts.filter((row) => row.status === 'dropped');
  const sum = (rows: typeof verdicts) => rows.reduce((total, row) => total + row.count, 0);
  return {
    seen: sum(verdicts),
    kept: sum(verdicts) - sum(dropped),
    added,
    funnel: Object.fromEntries(dropped.map((row) => [row.reason ?? 'unknown', row.count])),
  };
}

async function countAdded(database: Database, runId: string, key?: string): Promise<number> {
  const of = pullRequestItem;
  const [row] = await database.query((db) =>
    db
      .select({ added: count() })
      .from(of)
      .where(and(eq(of.firstRunId, runId), key ? eq(of.repositoryKey, key) : undefined)),
  );
  return row?.added ?? 0;
}

/** What became of every pull request of a mining run, by repository and number. */
export async function minedPullRequestsOf(
  database: Database,
  runId: string,
): Promise<MinedPullRequest[]> {
  const of = minedPullRequest;
  const rows = await database.query((db) =>
    db.select().from(of).where(eq(of.runId, runId)).orderBy(asc(of.repository), asc(of.number)),
  );
  return rows.map(({ runId: _run, repositoryKey: _key, minedAt: _at, ...verdict }) => verdict);
}
