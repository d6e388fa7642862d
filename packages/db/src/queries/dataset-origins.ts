import { sql } from 'drizzle-orm';
import type { BenchmarkFile } from '@evoline/contract/mine';
import type { FilterConfig } from '@evoline/contract/mining-filters';
import type { Database } from '../open-database.ts';
import { sourceSnapshot } from '../tables/mine.ts';
import { run } from '../tables/run.ts';
import { sourceOpening } from '../tables/source.ts';

/** The settings that some items were mined under, and of how many. */
export interface MiningSettings {
  readonly filters: FilterConfig;
  readonly benchmarks: readonly BenchmarkFile[];
  readonly items: number;
}

/** Settings of mining runs, the same ones counted together, those of most items first. */
export async function miningSettingsOf(
  database: Database,
  itemsByRun: ReadonlyMap<string, number>,
): Promise<MiningSettings[]> {
  const ids = sql.param([...itemsByRun.keys()]);
  const counts = sql.param([...itemsByRun.values()]);
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & MiningSettings>(sql`
      -- Runs of code before suites had names excluded none by name.
      select '{"excludedSuites": []}' || (${run.config} #> '{config,filters}') as filters,
             coalesce(${run.config} #> '{config,benchmarks}', '[]') as benchmarks, sum(asked.items)::int as items
      from unnest(${ids}::text[], ${counts}::int[]) asked(id, items) join ${run} on ${run.id} = asked.id
      where ${run.config} #> '{config,filters}' is not null
      group by 1, 2 order by 3 desc, 1, 2`),
  );
  return rows;
}

/** When each of these repositories was opened by mining, first and last, by the clock of its source; ISO 8601. */
export async function miningWindows(
  database: Database,
  repositoryKeys: readonly string[],
): Promise<{ readonly key: string; readonly from: string; readonly to: string }[]> {
  const { rows } = await database.query((db) =>
    db.execute<{ key: string; from: Date | string; to: Date | string }>(sql`
      select snapshot.repository_key as key, min(coalesce(opening.asked_at, snapshot.taken_at)) as from,
             max(coalesce(opening.asked_at, snapshot.taken_at)) as to
      from ${sourceSnapshot} snapshot left join ${sourceOpening} opening
        on opening.run_id = snapshot.run_id and opening.repository_key = snapshot.repository_key
      where snapshot.repository_key = any(${sql.param([...repositoryKeys])}::text[])
      group by 1 order by 1`),
  );
  return rows.map(({ key, from, to }) => ({
    key,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  }));
}
