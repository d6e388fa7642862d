import { and, asc, count, eq, gt, isNull, sql } from 'drizzle-orm';
import type { NightPlan, NightTurn } from '@evoline/contract/night';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { night, nightSource } from '../tables/night.ts';

export type NightRow = typeof night.$inferSelect;

export interface NewNight {
  readonly runId: string;
  readonly nominalTime: Date;
  readonly sources: readonly string[];
  readonly leftOut: NightPlan['leftOut'];
}

/** Writes down what a night sets out to do, with its sources in their order; the first plan of a run stays. */
export async function recordNight(
  database: Database,
  { runId, nominalTime, sources, leftOut }: NewNight,
): Promise<NightPlan> {
  await database.transaction(async (db) => {
    const planned = { runId, nominalTime, sources: sources.length, leftOut };
    const written = await db.insert(night).values(planned).onConflictDoNothing().returning();
    if (written.length === 0) return;
    const rows = sources.map((source, position) => ({ runId, position, source }));
    await insertRows(db, nightSource, rows);
  });
  const { sources: all, leftOut: out } = await nightById(database, runId);
  return { sources: all, leftOut: out };
}

/** @throws EvolineFailure not_found */
export async function nightById(database: Database, runId: string): Promise<NightRow> {
  const row = await findNight(database, runId);
  if (row !== null) return row;
  throw new EvolineFailure('not_found', `run ${runId} has planned no night`);
}

/** The night of a run, or null. */
export async function findNight(database: Database, runId: string): Promise<NightRow | null> {
  const [row] = await database.query((db) => db.select().from(night).where(eq(night.runId, runId)));
  return row ?? null;
}

/** The sources after a position that have not ended yet, in order, at most `most`. */
export async function nightTurn(
  database: Database,
  { runId, after, most }: { readonly runId: string; readonly after: number; readonly most: number },
): Promise<NightTurn> {
  const { position, source, endedAt } = nightSource;
  const isOpen = and(eq(nightSource.runId, runId), gt(position, after), isNull(endedAt));
  const [sources, [open]] = await Promise.all([
    database.query((db) =>
      db
        .select({ position, source })
        .from(nightSource)
        .where(isOpen)
        .orderBy(asc(position))
        .limit(most),
    ),
    database.query((db) => db.select({ all: count() }).from(nightSource).where(isOpen)),
  ]);
  return { sources, left: (open?.all ?? 0) - sources.length };
}

/** What became of the sources of a night. `postponed`: not mined, for no fault of theirs. */
export interface NightEnds {
  readonly mined: number;
  readonly failed: number;
  readonly postponed: number;
}

export async function nightEnds(database: Database, runId: string): Promise<NightEnds> {
  const { state } = nightSource;
  const rows = await database.query((db) =>
    db
      .select({ state, all: count() })
      .from(nightSource)
      .where(eq(nightSource.runId, runId))
      .groupBy(state),
  );
  const of = (wanted: string): number => rows.find((row) => row.state === wanted)?.all ?? 0;
  return { mined: of('mined'), failed: of('failed'), postponed: of('pending') };
}

/** The sources of a night that did not end well, or that lost a part, with what was said of them; by position. */
export async function troubledSources(
  database: Database,
  runId: string,
  most: number,
): Promise<{ readonly source: string; readonly state: string; readonly failure: string }[]> {
  const { position, source, state, failure } = nightSource;
  const rows = await database.query((db) =>
    db
      .select({ source, state, failure })
      .from(nightSource)
      .where(and(eq(nightSource.runId, runId), sql`${failure} is not null`))
      .orderBy(asc(position))
      .limit(most),
  );
  return rows.map((row) => ({ ...row, failure: row.failure ?? '' }));
}
