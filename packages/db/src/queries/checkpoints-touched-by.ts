import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';

/** The policy versions of one run that learned from some items; each is a checkpoint. */
export interface TouchedCheckpoints {
  readonly runId: string;
  readonly runName: string;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly checkpoints: number;
  /** false: the run began from a checkpoint of another run that used them. */
  readonly usedThem: boolean;
}

/** Every checkpoint that one of these items went into, by run: of its own run, and of runs that began from it. */
export async function checkpointsTouchedBy(
  database: Database,
  itemDigests: readonly string[],
): Promise<TouchedCheckpoints[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & TouchedCheckpoints>(sql`
      with first_use as (
        select run_id, min(first_step) as step from run_item
        where item_digest = any(${sql.param([...itemDigests])}::text[]) group by run_id),
      since(run_id, step, used) as (
        select run_id, step, true from first_use
        union all
        select a.run_id, 0, false from first_use f
          join run_ancestor a on a.ancestor_run_id = f.run_id and a.up_to_step >= f.step),
      earliest as (select run_id, min(step) as step, bool_or(used) as used from since group by run_id)
      select run_id as "runId", run.name as "runName", min(version.step) as "firstStep",
             max(version.step) as "lastStep", count(*)::int as checkpoints, used as "usedThem"
      from earliest join policy_version version using (run_id) join run on run.id = run_id
      where version.step >= earliest.step
      group by run_id, run.name, run.started_at, used order by run.started_at, run_id`),
  );
  return rows;
}
