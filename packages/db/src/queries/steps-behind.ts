import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { chainTable } from './policy-chain.ts';
import type { ChainSegment } from './policy-chain.ts';

/** How much work stands behind a policy version. */
export interface StepsBehind {
  /** Steps that changed the weights, without the warm start. */
  readonly updates: number;
  /** Steps whose batch had no signal. */
  readonly idle: number;
  readonly batches: number;
  readonly groups: number;
  readonly samples: number;
  readonly demonstrations: number;
}

/** Counts along a chain, through the roll-ups. */
export async function stepsBehind(
  database: Database,
  chain: readonly ChainSegment[],
): Promise<StepsBehind> {
  const [steps, samples, groups] = await Promise.all([
    countSteps(database, chain),
    countSamples(database, chain),
    countGroups(database, chain),
  ]);
  return { ...steps, ...samples, groups };
}

async function countSteps(
  database: Database,
  chain: readonly ChainSegment[],
): Promise<Pick<StepsBehind, 'updates' | 'idle' | 'batches'>> {
  const isIdle = sql`from_policy_version = to_policy_version`;
  const result = await database.query((db) =>
    db.execute<{ updates: number; idle: number; batches: number }>(sql`
      select count(*) filter (where not (${isIdle}))::int as updates,
             count(*) filter (where ${isIdle})::int as idle,
             count(batch_sha256)::int as batches
      from step join ${chainTable(chain)} using (run_id)
      where step between 1 and up_to_step`),
  );
  return result.rows[0] ?? { updates: 0, idle: 0, batches: 0 };
}

async function countSamples(
  database: Database,
  chain: readonly ChainSegment[],
): Promise<Pick<StepsBehind, 'samples' | 'demonstrations'>> {
  const result = await database.query((db) =>
    db.execute<{ samples: number; demonstrations: number }>(sql`
      select coalesce(sum(samples) filter (where step > 0), 0)::int as samples,
             coalesce(sum(samples) filter (where step = 0), 0)::int as demonstrations
      from step_item join ${chainTable(chain)} using (run_id)
      where step <= up_to_step`),
  );
  return result.rows[0] ?? { samples: 0, demonstrations: 0 };
}

async function countGroups(database: Database, chain: readonly ChainSegment[]): Promise<number> {
  const result = await database.query((db) =>
    db.execute<{ groups: number }>(sql`
      select count(*)::int as groups
      from rollout_group join ${chainTable(chain)} using (run_id)
      where purpose = 'train' and state = 'finished' and step <= up_to_step`),
  );
  return result.rows[0]?.groups ?? 0;
}
