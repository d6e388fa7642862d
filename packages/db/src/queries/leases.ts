import { and, eq, sql } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { LeaseAnswer, LeaseRequest } from '@evoline/contract/run';
import type { Connection, Database } from '../open-database.ts';
import { lease, run } from '../tables/run.ts';

/** The key under which a run of this name writes. */
export function runLeaseKey(runName: string): string {
  return `run:${runName}`;
}

/**
 * Takes a lease that is free or expired, with a new epoch; a holder that asks again gets more time and
 * keeps its epoch, also after expiry when nobody came between. A second run is told who holds it and
 * until when.
 */
export async function acquireLease(
  database: Database,
  request: LeaseRequest,
): Promise<LeaseAnswer> {
  return await database.transaction(async (db) => {
    const taken = await tryToTake(db, request);
    if (taken !== null) return { held: true, epoch: taken };
    const [holder] = await db
      .select({ name: run.name, expiresAt: lease.expiresAt })
      .from(lease)
      .innerJoin(run, eq(run.id, lease.holderRun))
      .where(eq(lease.key, request.key));
    const expiresAt = holder?.expiresAt ?? new Date();
    return { held: false, holder: holder?.name ?? '', expiresAt: expiresAt.toISOString() };
  });
}

async function tryToTake(db: Connection, request: LeaseRequest): Promise<number | null> {
  const { key, runId, seconds } = request;
  const isLive = sql`${lease.holderRun} is not null and ${lease.expiresAt} > now()`;
  const isMine = sql`${lease.holderRun} = ${runId}`;
  const rows = await db
    .insert(lease)
    .values({ key, holderRun: runId, epoch: 1, expiresAt: inSeconds(seconds) })
    .onConflictDoUpdate({
      target: lease.key,
      set: {
        holderRun: runId,
        epoch: sql`${lease.epoch} + case when ${isMine} then 0 else 1 end`,
        expiresAt: inSeconds(seconds),
      },
      setWhere: sql`${isMine} or not (${isLive})`,
    })
    .returning({ epoch: lease.epoch });
  return rows[0]?.epoch ?? null;
}

/**
 * Gives a holder more time, also when the lease had expired and nobody took it.
 *
 * @throws EvolineFailure lease_lost when another holder or epoch has taken over
 */
export async function renewLease(
  database: Database,
  held: LeaseRequest & { readonly epoch: number },
): Promise<void> {
  const rows = await database.query((db) =>
    db
      .update(lease)
      .set({ expiresAt: inSeconds(held.seconds) })
      .where(
        and(eq(lease.key, held.key), eq(lease.holderRun, held.runId), eq(lease.epoch, held.epoch)),
      )
      .returning({ epoch: lease.epoch }),
  );
  if (rows.length === 0) throw leaseLost(held.key, held.epoch);
}

/** Gives more time to every lease that a run holds; for heartbeats of activities that commit nothing. */
export async function renewLeasesOfRun(
  database: Database,
  runId: string,
  seconds: number,
): Promise<void> {
  await database.query((db) =>
    db
      .update(lease)
      .set({ expiresAt: inSeconds(seconds) })
      .where(eq(lease.holderRun, runId)),
  );
}

/** Frees a lease for the next holder. Does nothing when it is held by another run or epoch. */
export async function releaseLease(
  database: Database,
  held: { readonly key: string; readonly runId: string; readonly epoch: number },
): Promise<void> {
  await database.query((db) =>
    db
      .update(lease)
      .set({ holderRun: null, expiresAt: sql`now()` })
      .where(
        and(eq(lease.key, held.key), eq(lease.holderRun, held.runId), eq(lease.epoch, held.epoch)),
      ),
  );
}

/**
 * Inside a commit: the run, or the parent that started it, holds `run:<name>` at this epoch. The row
 * stays locked until the commit ends, so that nobody takes over in between.
 *
 * @throws EvolineFailure lease_lost
 */
export async function assertRunLease(
  db: Connection,
  run: { readonly runId: string; readonly runName: string; readonly parentRunId: string | null },
  epoch: number,
): Promise<void> {
  const key = runLeaseKey(run.runName);
  const [held] = await db.select().from(lease).where(eq(lease.key, key)).for('share');
  const holder = held?.holderRun ?? null;
  const isHolder = holder !== null && (holder === run.runId || holder === run.parentRunId);
  if (!isHolder || held?.epoch !== epoch) throw leaseLost(key, epoch);
}

function leaseLost(key: string, epoch: number): EvolineFailure {
  return new EvolineFailure('lease_lost', `the lease ${key} is no longer held at epoch ${epoch}`, {
    details: { key, epoch },
  });
}

function inSeconds(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}
