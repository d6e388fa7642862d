import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestSeen } from '../tables/source.ts';

export type SeenRow = typeof pullRequestSeen.$inferSelect;

/** The state of a pull request that was dealt with. */
export type NewlySeen = Pick<
  SeenRow,
  'number' | 'updatedAt' | 'contentDigest' | 'basisDigest' | 'runId'
>;

/** What was dealt with before, by number. */
export async function seenPullRequests(
  database: Database,
  repositoryKey: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, SeenRow>> {
  const of = pullRequestSeen;
  const rows = await database.query((db) =>
    db
      .select()
      .from(of)
      .where(and(eq(of.repositoryKey, repositoryKey), inArray(of.number, [...numbers]))),
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** Notes the states that were dealt with, in place of earlier ones. */
export async function noteSeen(
  database: Database,
  repositoryKey: string,
  seen: readonly NewlySeen[],
): Promise<void> {
  if (seen.length === 0) return;
  const of = pullRequestSeen;
  const { updatedAt, contentDigest, basisDigest, runId } = excludedColumns;
  await database.query((db) =>
    db
      .insert(of)
      .values(seen.map((row) => ({ ...row, repositoryKey })))
      .onConflictDoUpdate({
        target: [of.repositoryKey, of.number],
        set: { updatedAt, contentDigest, basisDigest, runId, seenAt: sql`now()` },
      }),
  );
}

const excludedColumns = {
  updatedAt: sql`excluded.updated_at`,
  contentDigest: sql`excluded.content_digest`,
  basisDigest: sql`excluded.basis_digest`,
  runId: sql`excluded.run_id`,
};

/** What was read again has not changed but for its time. */
export async function noteUnchanged(
  database: Database,
  repositoryKey: string,
  unchanged: readonly Pick<SeenRow, 'number' | 'updatedAt'>[],
): Promise<void> {
  const of = pullRequestSeen;
  await database.transaction(async (db) => {
    for (const { number, updatedAt } of unchanged) {
      await db
        .update(of)
        .set({ updatedAt, seenAt: sql`now()` })
        .where(and(eq(of.repositoryKey, repositoryKey), eq(of.number, number)));
    }
  });
}

/** How many pull requests of a repository were ever dealt with. */
export async function countSeen(database: Database, repositoryKey: string): Promise<number> {
  const of = pullRequestSeen;
  const [row] = await database.query((db) =>
    db.select({ seen: count() }).from(of).where(eq(of.repositoryKey, repositoryKey)),
  );
  return row?.seen ?? 0;
}
