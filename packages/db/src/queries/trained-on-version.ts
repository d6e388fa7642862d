import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import type { TouchedCheckpoints } from './checkpoints-touched-by.ts';
import type { TouchedEvaluation } from './touched-by-items.ts';

/** Every checkpoint of runs that trained on a version, and of runs that began from one of those. */
export async function checkpointsOfVersion(
  database: Database,
  version: string,
): Promise<TouchedCheckpoints[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & TouchedCheckpoints>(sql`
      with ${trainedOn(version)}
      select run_id as "runId", run.name as "runName", min(step) as "firstStep", max(step) as "lastStep",
             count(*)::int as checkpoints, used as "usedThem"
      from trained join policy_version using (run_id) join run on run.id = run_id
      group by run_id, run.name, run.started_at, used order by run.started_at, run_id`),
  );
  return rows;
}

/** Every evaluation of such a checkpoint, or that measured on the version. */
export async function evaluationsOfVersion(
  database: Database,
  version: string,
): Promise<TouchedEvaluation[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & TouchedEvaluation>(sql`
      with ${trainedOn(version)},
      told as (
        select e.id, e.policy_version_id, e.created_at, e.dataset_version = ${version} as measured,
               v.run_id in (select run_id from trained) as trained
        from evaluation e join policy_version v on v.id = e.policy_version_id)
      select id as "evaluationId", policy_version_id as "policyVersion",
             to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
             trained as "trainedOn", measured as "measuredOn"
      from told where trained or measured order by created_at, id`),
  );
  return rows;
}

function trainedOn(version: string) {
  return sql`direct as (
      select id as run_id from run
      where workflow = 'trainPolicy' and config -> 'config' ->> 'datasetVersion' = ${version}),
    trained as (
      select run_id, bool_or(used) as used from (
        select run_id, true as used from direct
        union all
        select a.run_id, false from direct join run_ancestor a on a.ancestor_run_id = direct.run_id) found
      group by run_id)`;
}
