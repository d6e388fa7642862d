import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
  const items = { warmStart: 2, train: 4, heldOut: 2 };
  const size = { items, steps: 2, promptsPerStep: 2, groupSize: 2 };
  await seedEvaluation(ledger.database, await seedTraining(ledger.database, size));
});
afterAll(() => ledger.stop());

const lineageTables = [
  ['artifact', 'bytes'],
  ['source_snapshot', 'head_sha'],
  ['pull_request_item', 'title'],
  ['mined_pull_request', 'title'],
  ['dataset_version', 'items'],
  ['dataset_change', 'split'],
  ['policy_version', 'weights_digest'],
  ['rollout_group', 'item_digest'],
  ['sample', 'output_digest'],
  ['reward', 'value'],
  ['batch', 'sha256'],
  ['batch_sample', 'advantage'],
  ['step', 'metrics'],
  ['step_item', 'samples'],
  ['evaluation', 'metrics'],
  ['evaluation_item', 'greedy_reward'],
  ['run', 'config'],
] as const;

test.each(lineageTables)('a row of %s is neither changed nor deleted', async (table, column) => {
  const [row] = await ledger.sql(`select count(*)::int as rows from ${table}`);
  expect(row?.['rows']).toBeGreaterThan(0);
  await expect(ledger.sql(`update ${table} set ${column} = null`)).rejects.toThrow(/immutable/);
  await expect(ledger.sql(`delete from ${table}`)).rejects.toThrow(/immutable/);
});

test('a run may end, and nothing else about it changes', async () => {
  await ledger.sql("update run set state = 'done', ended_at = now()");
  await expect(ledger.sql("update run set code_revision = 'other'")).rejects.toThrow(/immutable/);
});
