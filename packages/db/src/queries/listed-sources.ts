import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { listedSource, night, nightSource } from '../tables/night.ts';

export type ListedSourceRow = typeof listedSource.$inferSelect;

/** How the newest night that had a source in it ended for that source. */
export interface LastNight {
  readonly nominalTime: Date;
  readonly state: (typeof nightSource.$inferSelect)['state'];
  readonly failure: string | null;
  readonly added: number | null;
}

/** The repository list, by source. */
export async function listedSources(database: Database): Promise<ListedSourceRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(listedSource)
      .orderBy(sql`${listedSource.source} collate "C"`),
  );
}

/** How the newest night ended for each source that ever had one. */
export async function lastNights(database: Database): Promise<ReadonlyMap<string, LastNight>> {
  const { source, state, failure, added } = nightSource;
  const { nominalTime } = night;
  const rows = await database.query((db) =>
    db
      .selectDistinctOn([source], { source, state, failure, added, nominalTime })
      .from(nightSource)
      .innerJoin(night, eq(night.runId, nightSource.runId))
      .orderBy(asc(source), sql`${nominalTime} desc`, sql`${night.plannedAt} desc`),
  );
  return new Map(rows.map(({ source: of, ...last }) => [of, last]));
}

/** Puts sources on the list, all or none. Returns those that were not on it. */
export async function addListedSources(
  database: Database,
  sources: readonly { readonly source: string; readonly note: string | null }[],
  addedBy: string,
): Promise<string[]> {
  if (sources.length === 0) return [];
  const rows = await database.query((db) =>
    db
      .insert(listedSource)
      .values(sources.map((row) => ({ ...row, addedBy })))
      .onConflictDoNothing()
      .returning({ source: listedSource.source }),
  );
  return rows.map(({ source }) => source);
}

/** Takes sources off the list. Returns those that were on it; what was mined of them stays. */
export async function removeListedSources(
  database: Database,
  sources: readonly string[],
): Promise<string[]> {
  const rows = await database.query((db) =>
    db.execute<{ source: string }>(sql`
      delete from ${listedSource} where ${listedSource.source} = any(${sql.param([...sources])}::text[])
      returning source`),
  );
  return rows.rows.map(({ source }) => source);
}

/** Takes sources out of quarantine; their failures are counted anew. Returns those that were in it. */
export async function releaseSources(
  database: Database,
  sources: readonly string[],
): Promise<string[]> {
  const { source, quarantinedAt } = listedSource;
  const rows = await database.query((db) =>
    db
      .update(listedSource)
      .set({ failures: 0, quarantinedAt: null, quarantineReason: null })
      .where(and(inArray(source, [...sources]), isNotNull(quarantinedAt)))
      .returning({ source }),
  );
  return rows.map((row) => row.source);
}
