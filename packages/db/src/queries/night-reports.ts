import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import { NightReport } from '@evoline/contract/night';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { night, nightReport } from '../tables/night.ts';
import { run } from '../tables/run.ts';

/** Keeps the report of a night; the first one stays and is returned. */
export async function recordNightReport(
  database: Database,
  report: NightReport,
): Promise<NightReport> {
  const { runId } = report;
  await database.query((db) =>
    db.insert(nightReport).values({ runId, report }).onConflictDoNothing(),
  );
  const [row] = await database.query((db) =>
    db.select().from(nightReport).where(eq(nightReport.runId, runId)),
  );
  if (row === undefined) throw new EvolineFailure('conflict', 'the report was not stored');
  return NightReport.parse(row.report);
}

/**
 * The newest report of a night that is named by its run, its workflow id, its run name, or its day
 * (YYYY-MM-DD, UTC); unnamed: the newest of all. null: there is none.
 */
export async function findNightReport(
  database: Database,
  name: string | null,
): Promise<NightReport | null> {
  const isDay = sql`to_char(${night.nominalTime} at time zone 'UTC', 'YYYY-MM-DD') = ${name}`;
  const isNamed =
    name === null
      ? undefined
      : or(eq(run.id, name), eq(run.workflowId, name), eq(run.name, name), isDay);
  const [row] = await database.query((db) =>
    db
      .select({ report: nightReport.report })
      .from(nightReport)
      .innerJoin(night, eq(night.runId, nightReport.runId))
      .innerJoin(run, eq(run.id, nightReport.runId))
      .where(isNamed)
      .orderBy(desc(night.nominalTime), desc(nightReport.writtenAt))
      .limit(1),
  );
  return row === undefined ? null : NightReport.parse(row.report);
}

/** Reports of the nights before a time, newest first. */
export async function reportsBefore(
  database: Database,
  nominalTime: Date,
  most: number,
): Promise<NightReport[]> {
  const rows = await database.query((db) =>
    db
      .select({ report: nightReport.report })
      .from(nightReport)
      .innerJoin(night, eq(night.runId, nightReport.runId))
      .where(and(lt(night.nominalTime, nominalTime)))
      .orderBy(desc(night.nominalTime), desc(nightReport.writtenAt))
      .limit(most),
  );
  return rows.map(({ report }) => NightReport.parse(report));
}
