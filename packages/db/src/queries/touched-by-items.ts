import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';

/** The steps of one run that used some items. Step 0 is the warm start. */
export interface TouchedRun {
  readonly runId: string;
  readonly runName: string;
  readonly steps: readonly number[];
  readonly samples: number;
  readonly demonstrations: number;
}

/** An evaluation that stands in some relation to the items. */
export interface TouchedEvaluation {
  readonly evaluationId: string;
  readonly policyVersion: string;
  readonly createdAt: string;
  /** The measured policy had been trained on one of the items. */
  readonly trainedOn: boolean;
  /** One of the items was among those it was measured on. */
  readonly measuredOn: boolean;
}

/** Every step that used one of these items, by run. */
export async function stepsTouchedBy(
  database: Database,
  itemDigests: readonly string[],
): Promise<TouchedRun[]> {
  const result = await database.query((db) =>
    db.execute<Record<string, unknown> & TouchedRun>(sql`
      select run_id as "runId", run.name as "runName",
             array_agg(distinct step order by step) as steps,
             coalesce(sum(samples) filter (where step > 0), 0)::int as samples,
             coalesce(sum(samples) filter (where step = 0), 0)::int as demonstrations
      from step_item join run on run.id = run_id
      where item_digest = any(${sql.param([...itemDigests])}::text[])
      group by run_id, run.name, run.started_at
      order by run.started_at, run_id`),
  );
  return result.rows;
}

/** Every evaluation of a policy that was trained on one of these items, or that measured on one. */
export async function evaluationsTouchedBy(
  database: Database,
  itemDigests: readonly string[],
): Promise<TouchedEvaluation[]> {
  const items = sql`any(${sql.param([...itemDigests])}::text[])`;
  const result = await database.query((db) =>
    db.execute<Record<string, unknown> & TouchedEvaluation>(sql`
      with first_use as (
        select run_id, min(first_step) as step from run_item where item_digest = ${items} group by run_id),
      trained as (
        select v.id from first_use f join policy_version v on v.run_id = f.run_id and v.step >= f.step
        union
        select v.id from first_use f
          join run_ancestor a on a.ancestor_run_id = f.run_id and a.up_to_step >= f.step
          join policy_version v on v.run_id = a.run_id),
      measured as (select evaluation_id from evaluation_item where item_digest = ${items})
      select e.id as "evaluationId", e.policy_version_id as "policyVersion",
             to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
             e.policy_version_id in (select id from trained) as "trainedOn",
             e.id in (select evaluation_id from measured) as "measuredOn"
      from evaluation e
      where e.policy_version_id in (select id from trained)
         or e.id in (select evaluation_id from measured)
      order by e.created_at, e.id`),
  );
  return result.rows;
}
