import { aliasHistory } from '@evoline/db/queries/aliases';
import { findDataset } from '@evoline/db/queries/datasets';
import { findEvaluation } from '@evoline/db/queries/evaluations';
import { findPolicyVersion } from '@evoline/db/queries/policy-versions';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { type SeededTraining, seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
let training: SeededTraining;
beforeAll(async () => {
  ledger = await startTestDatabase();
  const items = { warmStart: 2, train: 3, heldOut: 2 };
  const size = { items, steps: 2, promptsPerStep: 2, groupSize: 2 };
  training = await seedTraining(ledger.database, size);
});
afterAll(() => ledger.stop());

test('latest follows what was frozen, committed and measured last', async () => {
  await seedEvaluation(ledger.database, training, 'first evaluation');
  await seedEvaluation(ledger.database, training, 'second evaluation');
  expect((await findDataset(ledger.database, 'latest'))?.digest).toBe(training.datasetVersion);
  expect((await findPolicyVersion(ledger.database, 'latest'))?.id).toBe('train-run:2');
  expect((await findEvaluation(ledger.database, 'latest'))?.id).toBe('second evaluation');
});

test('measuring something again makes it the latest again, and the history tells', async () => {
  await seedEvaluation(ledger.database, training, 'first evaluation');
  await seedEvaluation(ledger.database, training, 'first evaluation');
  expect((await findEvaluation(ledger.database, 'latest'))?.id).toBe('first evaluation');
  const history = await aliasHistory(ledger.database, 'evaluation', 'latest');
  expect(history.map((row) => row.target)).toEqual([
    'first evaluation',
    'second evaluation',
    'first evaluation',
  ]);
});

test('every version of a run was the latest once', async () => {
  const history = await aliasHistory(ledger.database, 'policy', 'latest');
  expect(history.map((row) => row.target)).toEqual(['train-run:2', 'train-run:1', 'train-run:0']);
  expect(history[0]).toMatchObject({ project: 'default', createdBy: 'tester', runId: 'train-run' });
});
