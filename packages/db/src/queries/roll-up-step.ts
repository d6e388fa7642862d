import { sql } from 'drizzle-orm';
import type { Connection } from '../open-database.ts';

/** Counts the samples of a step by item, into `step_item` and onto the totals of the run. */
export async function rollUpStep(db: Connection, runId: string, step: number): Promise<void> {
  await db.execute(sql`
    insert into step_item (run_id, step, item_digest, samples)
    select member.run_id, member.step, rollout_group.item_digest, count(*)
    from batch_sample member join rollout_group using (group_id)
    where member.run_id = ${runId} and member.step = ${step}
    group by member.run_id, member.step, rollout_group.item_digest`);
  await db.execute(sql`
    insert into run_item (run_id, item_digest, first_step, samples)
    select run_id, item_digest, step, samples from step_item
    where run_id = ${runId} and step = ${step}
    on conflict (run_id, item_digest) do update set samples = run_item.samples + excluded.samples`);
}
