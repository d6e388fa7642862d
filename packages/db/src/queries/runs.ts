import { and, asc, eq, isNull, ne, or } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { CloseRunRequest, StageAttemptRecord } from '@evoline/contract/run';
import type { Database } from '../open-database.ts';
import { lease, run, stageAttempt } from '../tables/run.ts';

export type RunRow = typeof run.$inferSelect;
export type NewRun = Omit<RunRow, 'state' | 'summary' | 'startedAt' | 'endedAt'>;

/** Writes a run; the first record of an id stays. A run that had ended and is opened again runs again. */
export async function insertRun(database: Database, opened: NewRun): Promise<RunRow> {
  await database.query((db) => db.insert(run).values(opened).onConflictDoNothing());
  await database.query((db) =>
    db
      .update(run)
      .set({ state: 'running', summary: null, endedAt: null })
      .where(and(eq(run.id, opened.id), sql`${run.state} <> 'running'`)),
  );
  return await runById(database, opened.id);
}

/** The run with this id, or null. */
export async function findRun(database: Database, runId: string): Promise<RunRow | null> {
  const [row] = await database.query((db) => db.select().from(run).where(eq(run.id, runId)));
  return row ?? null;
}

/** @throws EvolineFailure not_found */
export async function runById(database: Database, runId: string): Promise<RunRow> {
  const row = await findRun(database, runId);
  if (row === null) throw new EvolineFailure('not_found', `there is no run ${runId}`);
  return row;
}

/**
 * Ends what a workflow id left open before: Temporal runs an id once at a time, so whoever had it was ended
 * from outside, and can close nothing any more.
 */
export async function closeForsaken(
  database: Database,
  { workflowId, firstRunId }: { readonly workflowId: string; readonly firstRunId: string },
): Promise<void> {
  const isForsaken = and(
    eq(run.workflowId, workflowId),
    ne(run.firstRunId, firstRunId),
    eq(run.state, 'running'),
  );
  const rows = await database.query((db) => db.select({ id: run.id }).from(run).where(isForsaken));
  for (const { id: runId } of rows)
    await closeRun(database, { runId, state: 'failed', summary: 'ended from outside' });
}

/** Ends a run and frees the leases that it still holds. */
export async function closeRun(database: Database, ended: CloseRunRequest): Promise<void> {
  const { runId, state, summary } = ended;
  await database.transaction(async (db) => {
    await db
      .update(run)
      .set({ state, summary, endedAt: new Date() })
      .where(and(eq(run.id, runId), or(eq(run.state, 'running'), isNull(run.endedAt))));
    await db
      .update(lease)
      .set({ holderRun: null, expiresAt: sql`now()` })
      .where(eq(lease.holderRun, runId));
  });
}

/** Notes that an attempt of a stage reached a state; the first note stays. */
export async function recordStage(database: Database, record: StageAttemptRecord): Promise<void> {
  await database.query((db) =>
    db
      .insert(stageAttempt)
      .values({
        ...record,
        failureCode: record.failureCode ?? null,
        reason: record.reason ?? null,
      })
      .onConflictDoNothing(),
  );
}

/** What became of every attempt of a run's stages, oldest first. */
export async function stageAttemptsOf(
  database: Database,
  runId: string,
): Promise<(typeof stageAttempt.$inferSelect)[]> {
  return await database.query((db) =>
    db
      .select()
      .from(stageAttempt)
      .where(eq(stageAttempt.runId, runId))
      .orderBy(asc(stageAttempt.at)),
  );
}
