import { seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
  const items = { warmStart: 5, train: 7, heldOut: 3 };
  await seedTraining(ledger.database, { items, steps: 6, promptsPerStep: 4, groupSize: 3 });
});
afterAll(() => ledger.stop());

const key = 'order by 1, 2, 3';

test('step_item is what counting the samples of every batch gives', async () => {
  const counted = await ledger.sql(`
    select m.run_id, m.step, g.item_digest, count(*)::int as samples
    from batch_sample m join sample s using (run_id, group_id, index) join rollout_group g using (group_id)
    group by 1, 2, 3 ${key}`);
  const rolledUp = await ledger.sql(`
    select run_id, step, item_digest, samples from step_item where step > 0 ${key}`);
  expect(rolledUp).toEqual(counted);
  expect(counted.length).toBeGreaterThan(20);
});

test('run_item is what adding up the steps gives', async () => {
  const counted = await ledger.sql(`
    select run_id, item_digest, min(step) as first_step, sum(samples)::int as samples
    from step_item group by 1, 2 ${key}`);
  const rolledUp = await ledger.sql(`
    select run_id, item_digest, first_step, samples from run_item ${key}`);
  expect(rolledUp).toEqual(counted);
  expect(rolledUp).toHaveLength(12);
});

test('every sample of a batch exists', async () => {
  const lost = await ledger.sql(`
    select from batch_sample m left join sample s using (run_id, group_id, index) where s.index is null`);
  expect(lost).toEqual([]);
});

test('a sample is consumed by one batch only', async () => {
  await expect(
    ledger.sql('insert into batch_sample select run_id, group_id, index, 1, 0 from sample'),
  ).rejects.toThrow(/duplicate key/);
});
