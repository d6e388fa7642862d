import { eq, or, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { githubQuota } from '../tables/github.ts';
import { quotaSpending } from '../tables/night.ts';
import { run } from '../tables/run.ts';

export type QuotaSpendingRow = Pick<
  typeof quotaSpending.$inferSelect,
  'resource' | 'requests' | 'notModified' | 'points'
>;

/** Adds what an activity of a run took of GitHub's quota. */
export async function addSpending(
  database: Database,
  runId: string,
  spent: readonly QuotaSpendingRow[],
): Promise<void> {
  const used = spent.filter(({ requests }) => requests > 0);
  if (used.length === 0) return;
  const of = quotaSpending;
  const plus = (column: 'requests' | 'points', name: string) =>
    sql`${of[column]} + ${sql.raw(`excluded.${name}`)}`;
  await database.query((db) =>
    db
      .insert(of)
      .values(used.map((row) => ({ runId, ...row })))
      .onConflictDoUpdate({
        target: [of.runId, of.resource],
        set: {
          requests: plus('requests', 'requests'),
          points: plus('points', 'points'),
          notModified: sql`${of.notModified} + excluded.not_modified`,
          updatedAt: sql`now()`,
        },
      }),
  );
}

/** What a run and its children took of GitHub's quota. */
export async function spendingOfRun(
  database: Database,
  runId: string,
): Promise<QuotaSpendingRow[]> {
  const of = quotaSpending;
  return await database.query((db) =>
    db
      .select({
        resource: of.resource,
        requests: sql<number>`sum(${of.requests})::int`,
        notModified: sql<number>`sum(${of.notModified})::int`,
        points: sql<number>`sum(${of.points})::int`,
      })
      .from(of)
      .innerJoin(run, eq(run.id, of.runId))
      .where(or(eq(run.id, runId), eq(run.parentRunId, runId)))
      .groupBy(of.resource)
      .orderBy(of.resource),
  );
}

/** Where all tokens stand together. */
export interface QuotaLeft {
  readonly resource: 'core' | 'graphql';
  readonly remaining: number;
  /** When the first of them begins a new hour; null: all of them have. */
  readonly resetsAt: Date | null;
}

/** What is left of the quota of all tokens that were ever used, by resource. */
export async function quotaLeft(database: Database): Promise<QuotaLeft[]> {
  const { resource, limit, remaining, resetsAt } = githubQuota;
  const isOver = sql`${resetsAt} <= now()`;
  return await database.query((db) =>
    db
      .select({
        resource,
        remaining: sql<number>`sum(case when ${isOver} then ${limit} else ${remaining} end)::int`,
        resetsAt: sql<Date | null>`min(${resetsAt}) filter (where not (${isOver}))`.mapWith(
          githubQuota.resetsAt,
        ),
      })
      .from(githubQuota)
      .groupBy(resource)
      .orderBy(resource),
  );
}
