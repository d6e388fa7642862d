import { and, count, eq, sql } from 'drizzle-orm';
import type { MineSummary } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem } from '../tables/mine.ts';
import { run, stageAttempt } from '../tables/run.ts';

/** What all sources of a night came to, those among them that were not mined to their end. */
export async function nightTotals(
  database: Database,
  runId: string,
): Promise<Omit<MineSummary, 'source'>> {
  const { status, reason } = minedPullRequest;
  const [verdicts, [items]] = await Promise.all([
    database.query((db) =>
      db
        .select({ status, reason, all: count() })
        .from(minedPullRequest)
        .innerJoin(run, eq(run.id, minedPullRequest.runId))
        .where(eq(run.parentRunId, runId))
        .groupBy(status, reason),
    ),
    database.query((db) =>
      db
        .select({ added: count() })
        .from(pullRequestItem)
        .innerJoin(run, eq(run.id, pullRequestItem.firstRunId))
        .where(eq(run.parentRunId, runId)),
    ),
  ]);
  const dropped = verdicts.filter((row) => row.status === 'dropped');
  const sum = (rows: typeof verdicts): number => rows.reduce((total, row) => total + row.all, 0);
  return {
    seen: sum(verdicts),
    kept: sum(verdicts) - sum(dropped),
    added: items?.added ?? 0,
    funnel: Object.fromEntries(dropped.map((row) => [row.reason ?? 'unknown', row.all])),
  };
}

/** Pull requests that a night put aside because they hold what looks like a secret; `owner/name#7`. */
export async function secretsOfNight(
  database: Database,
  runId: string,
  most: number,
): Promise<readonly string[]> {
  const { repository, number, reason } = minedPullRequest;
  const rows = await database.query((db) =>
    db
      .select({ repository, number })
      .from(minedPullRequest)
      .innerJoin(run, eq(run.id, minedPullRequest.runId))
      .where(and(eq(run.parentRunId, runId), eq(reason, 'secret_found')))
      .orderBy(sql`${repository} collate "C"`, number)
      .limit(most),
  );
  return rows.map((row) => `${row.repository}#${row.number}`);
}

/** A run that waits for a person. */
export interface WaitingRun {
  readonly name: string;
  readonly workflowId: string;
  readonly stage: string;
  readonly reason: string | null;
  readonly since: Date;
}

/** Runs that have waited for a person for longer than that, the longest first. */
export async function longWaits(database: Database, hours: number): Promise<WaitingRun[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & Omit<WaitingRun, 'since'> & { since_ms: string }>(sql`
      select waits.name, waits.workflow_id as "workflowId", newest.stage, newest.reason,
             extract(epoch from newest.at) * 1000 as since_ms
      from ${run} waits cross join lateral (
        select * from ${stageAttempt} told where told.run_id = waits.id order by told.at desc limit 1) newest
      where waits.state = 'running' and newest.state = 'waiting' and newest.at < now() - make_interval(hours => ${hours})
      order by newest.at`),
  );
  return rows.map(({ since_ms: since, ...row }) => ({ ...row, since: new Date(Number(since)) }));
}
