import { sql } from 'drizzle-orm';
import type { RevertedChange } from '@evoline/contract/mine';
import type { Connection, Database } from '../open-database.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { newestJudged } from './mined-verdicts.ts';

/** A pull request that mining kept, or that takes another one back. Instants are ISO 8601. */
export interface CurrentPullRequest {
  /** The name of today, owner/name. */
  readonly repository: string;
  readonly number: number;
  readonly repositoryKey: string;
  /** The mining run that examined it last. */
  readonly runId: string;
  /** null: it was dropped. */
  readonly digest: string | null;
  readonly reverts: RevertedChange | null;
  readonly head: string | null;
  readonly landed: string | null;
  readonly mergedAt: string | null;
  readonly authorKey: string | null;
  readonly licence: string | null;
  readonly language: string | null;
  readonly signature: string | null;
}

/** What mining thinks of each pull request of some repositories. */
export interface CurrentVerdicts {
  /** `seen`, `kept` and one entry per reason of a drop. */
  readonly funnel: Readonly<Record<string, number>>;
}

const rowsPerPage = 10_000;

/**
 * Hands over, page by page and in no order, what mining kept of these repositories and every revert; all as of
 * one instant. What was dropped is counted only: there may be millions of them.
 */
export async function readCurrentPullRequests(
  database: Database,
  repositories: readonly string[],
  take: (page: readonly CurrentPullRequest[]) => void,
): Promise<CurrentVerdicts> {
  return await database.transaction(async (db) => {
    // Half a million verdicts are sorted, and joined with as many signatures.
    await db.execute(sql`set local work_mem = '128MB'`);
    await db.execute(sql`create temporary table newest_verdict on commit drop as
      ${newestJudged(repositories)} select * from newest`);
    const funnel = await countOutcomes(db);
    await readPages(db, take);
    return { funnel };
  });
}

async function countOutcomes(db: Connection): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ outcome: string; count: number }>(sql`
    select case when digest is null then coalesce(reason, 'unknown') else 'kept' end as outcome, count(*)::int as count
    from newest_verdict group by 1 order by 1`);
  const seen = rows.reduce((sum, row) => sum + row.count, 0);
  return {
    seen,
    kept: 0,
    ...Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])),
  };
}

async function readPages(
  db: Connection,
  take: (page: readonly CurrentPullRequest[]) => void,
): Promise<void> {
  // All rows are wanted, not the first ones soon.
  await db.execute(sql`set local cursor_tuple_fraction = 1`);
  await db.execute(sql`declare current_pull_request no scroll cursor for
    select newest.repository, newest.number, newest.repository_key as "repositoryKey", newest.run_id as "runId",
           newest.digest, newest.reverts, newest.head, newest.landed,
           to_char(item.merged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "mergedAt",
           item.author_key as "authorKey", item.licence, item.language, item.signature
    from newest_verdict newest left join ${pullRequestItem} item on item.digest = newest.digest
    where newest.digest is not null or newest.reverts is not null`);
  for (;;) {
    const { rows } = await db.execute<Record<string, unknown> & CurrentPullRequest>(
      sql.raw(`fetch ${rowsPerPage} from current_pull_request`),
    );
    if (rows.length === 0) return;
    take(rows);
  }
}

/** A pull request that mining dropped last. */
export interface JudgedPullRequest {
  /** The name of today, owner/name. */
  readonly repository: string;
  readonly number: number;
  readonly reason: string;
  readonly evidence: string | null;
}

/** Those of these pull requests that mining dropped last, and why; names are those of today. */
export async function droppedPullRequests(
  database: Database,
  asked: readonly { readonly repository: string; readonly number: number }[],
): Promise<JudgedPullRequest[]> {
  if (asked.length === 0) return [];
  const names = [...new Set(asked.map((one) => one.repository))];
  const repositories = sql.param(asked.map((one) => one.repository));
  const numbers = sql.param(asked.map((one) => one.number));
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & JudgedPullRequest>(sql`
      ${newestJudged(names)}
      select newest.repository, newest.number, coalesce(newest.reason, 'unknown') as reason, newest.evidence
      from unnest(${repositories}::text[], ${numbers}::int[]) asked(repository, number)
      join newest on newest.repository = asked.repository and newest.number = asked.number
      where newest.digest is null`),
  );
  return rows;
}
