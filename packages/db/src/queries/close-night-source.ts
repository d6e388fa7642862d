import { and, eq, isNull, sql } from 'drizzle-orm';
import { failuresBeforeQuarantine, type NightOutcome } from '@evoline/contract/night';
import type { Connection, Database } from '../open-database.ts';
import { listedSource, night, nightSource } from '../tables/night.ts';
import { lease, run } from '../tables/run.ts';

/**
 * Notes how a source of a night ended; the first note stays. Its own failures are counted, one for each day of
 * a night, and a success forgets them. Returns why the source is in quarantine; null: it is not.
 */
export async function closeNightSource(
  database: Database,
  runId: string,
  outcome: NightOutcome,
): Promise<string | null> {
  return await database.transaction(async (db) => {
    await endChildren(db, runId, outcome);
    const listed = { ...outcome, source: await listedAs(db, runId, outcome) };
    if (await noteEnd(db, runId, listed)) await countFailure(db, runId, listed);
    const [now] = await db
      .select({ reason: listedSource.quarantineReason })
      .from(listedSource)
      .where(eq(listedSource.source, listed.source));
    return now?.reason ?? null;
  });
}

/** A child that was ended from outside has closed nothing: its run is over, and its lease is free. */
async function endChildren(
  db: Connection,
  runId: string,
  { source, failure }: NightOutcome,
): Promise<void> {
  const holders = sql`(select ${run.id} from ${run} where ${run.parentRunId} = ${runId})`;
  await db
    .update(lease)
    .set({ holderRun: null, expiresAt: sql`now()` })
    .where(and(eq(lease.key, `mine:${source}`), sql`${lease.holderRun} in ${holders}`));
  const isOfSource = sql`${run.config} #>> '{config,source}' = ${source}`;
  await db
    .update(run)
    .set({ state: 'failed', summary: failure ?? 'ended from outside', endedAt: sql`now()` })
    .where(and(eq(run.parentRunId, runId), eq(run.state, 'running'), isOfSource));
}

/** A source that was mined under a date stands on the list without it. */
async function listedAs(
  db: Connection,
  runId: string,
  { position, source }: NightOutcome,
): Promise<string> {
  const isPlanned = and(eq(nightSource.runId, runId), eq(nightSource.position, position));
  const [planned] = await db
    .select({ source: nightSource.source })
    .from(nightSource)
    .where(isPlanned);
  return planned?.source ?? source;
}

/** false: its end was noted before. */
async function noteEnd(
  db: Connection,
  runId: string,
  { position, mined, failure, isOwnFailure }: NightOutcome,
): Promise<boolean> {
  const failed = isOwnFailure ? 'failed' : 'pending';
  const counts = mined && { seen: mined.seen, kept: mined.kept, added: mined.added };
  const rows = await db
    .update(nightSource)
    .set({ state: mined ? 'mined' : failed, failure, ...counts, endedAt: sql`now()` })
    .where(
      and(
        eq(nightSource.runId, runId),
        eq(nightSource.position, position),
        isNull(nightSource.endedAt),
      ),
    )
    .returning({ position: nightSource.position });
  return rows.length > 0;
}

async function countFailure(
  db: Connection,
  runId: string,
  { source, mined, failure, isOwnFailure }: NightOutcome,
): Promise<void> {
  const isSource = eq(listedSource.source, source);
  if (mined !== null) {
    const [told] = await db.select().from(night).where(eq(night.runId, runId));
    const cleared = { failures: 0, lastFailure: null, lastMinedAt: told?.nominalTime ?? null };
    await db
      .update(listedSource)
      .set({ ...cleared, quarantinedAt: null, quarantineReason: null })
      .where(isSource);
    return;
  }
  if (!isOwnFailure) return;
  const counted = (await failedBeforeOnThatDay(db, runId, source)) ? 0 : 1;
  await db
    .update(listedSource)
    .set({ lastFailure: failure, failures: sql`${listedSource.failures} + ${counted}` })
    .where(isSource);
  const reason = `it failed ${failuresBeforeQuarantine} nights in a row: ${failure}`;
  const isTooMuch = sql`${listedSource.failures} >= ${failuresBeforeQuarantine}`;
  await db
    .update(listedSource)
    .set({ quarantinedAt: sql`now()`, quarantineReason: reason })
    .where(and(isSource, isNull(listedSource.quarantinedAt), isTooMuch));
}

/** A night that is started again, or several in a day, count once. */
async function failedBeforeOnThatDay(
  db: Connection,
  runId: string,
  source: string,
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from ${nightSource} earlier join ${night} of_it on of_it.run_id = earlier.run_id
      join ${night} now_on on now_on.run_id = ${runId}
    where earlier.source = ${source} and earlier.state = 'failed' and earlier.run_id <> ${runId}
      and (of_it.nominal_time at time zone 'UTC')::date = (now_on.nominal_time at time zone 'UTC')::date
    limit 1`);
  return rows.length > 0;
}
