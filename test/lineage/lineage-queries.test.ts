import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { acquireLease } from '@evoline/db/queries/leases';
import { chainOf } from '@evoline/db/queries/policy-chain';
import { pullRequestsBehind } from '@evoline/db/queries/pull-requests-behind';
import { runsBehind } from '@evoline/db/queries/runs-behind';
import { insertRun } from '@evoline/db/queries/runs';
import { snapshotsBehind } from '@evoline/db/queries/snapshots-behind';
import { stepsBehind } from '@evoline/db/queries/steps-behind';
import { evaluationsTouchedBy, stepsTouchedBy } from '@evoline/db/queries/touched-by-items';
import { contentDigest } from '@evoline/domain/content-digest';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { aRun, blobCalled } from '@evoline/testing/database/seed-mined';
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
  const items = { warmStart: 3, train: 10, heldOut: 4 };
  const size = { items, steps: 5, promptsPerStep: 4, groupSize: 2 };
  training = await seedTraining(ledger.database, size);
  await seedEvaluation(ledger.database, training);
  await seedEvaluation(ledger.database, {
    ...training,
    last: { ...training.last, id: `${training.runId}:1`, step: 1 },
  });
  await seedDescendant();
});
afterAll(() => ledger.stop());

/** A second run that starts from step 2 of the first, and is evaluated at its own version 0. */
async function seedDescendant(): Promise<void> {
  const { database } = ledger;
  const runId = 'descendant';
  const { config } = training;
  const configured = { workflow: 'trainPolicy' as const, config };
  await insertRun(database, aRun({ id: runId, workflow: 'trainPolicy', config: configured }));
  await acquireLease(database, { key: `run:${runId}`, runId, seconds: 600 });
  const last = await commitWarmStart(database, {
    runId,
    epoch: 1,
    weightsDigest: contentDigest([runId, 0]),
    checkpoint: blobCalled('descendant checkpoint'),
    recovery: null,
    base: 'tiny',
    adaptation: { kind: 'full' },
    demonstrations: null,
    demonstratedItems: [],
    metrics: {},
    startedFrom: `${training.runId}:2`,
  });
  await seedEvaluation(database, { ...training, last }, 'evaluation-of-descendant');
}

const at = (step: number) => chainOf(ledger.database, { runId: training.runId, step });

test('a version is followed to its steps, batches and samples', async () => {
  expect(await stepsBehind(ledger.database, await at(5))).toEqual({
    updates: 5,
    idle: 0,
    batches: 5,
    groups: 20,
    samples: 40,
    demonstrations: 3,
  });
  expect(await stepsBehind(ledger.database, await at(0))).toMatchObject({
    updates: 0,
    samples: 0,
    demonstrations: 3,
  });
});

test('a version is followed to every pull request behind it, with what each gave', async () => {
  const behind = await pullRequestsBehind(ledger.database, await at(5));
  expect(behind.filter((use) => use.repository === 'evoline-demo/warm-start-01')).toHaveLength(3);
  const trained = behind.filter((use) => use.repository === 'evoline-demo/train-01');
  expect(trained.reduce((sum, use) => sum + use.samples, 0)).toBe(40);
  expect(trained).toHaveLength(10);
  expect(trained[0]).toMatchObject({
    number: 1,
    url: 'https://git.example/evoline-demo/train-01/pull/1',
    demonstrations: 0,
  });
});

test('an earlier version owes nothing to later steps', async () => {
  const early = await pullRequestsBehind(ledger.database, await at(1));
  expect(early.filter((use) => use.samples > 0)).toHaveLength(4);
  expect(early.every((use) => use.lastStep <= 1)).toBe(true);
});

test('held-out pull requests are behind no version', async () => {
  const behind = await pullRequestsBehind(ledger.database, await at(5));
  expect(behind.some((use) => use.repository.includes('held-out'))).toBe(false);
});

test('a run that started from another run descends from its steps up to there', async () => {
  const chain = await chainOf(ledger.database, { runId: 'descendant', step: 0 });
  expect(chain).toEqual([
    { runId: 'descendant', upToStep: 0 },
    { runId: training.runId, upToStep: 2 },
  ]);
  expect(await stepsBehind(ledger.database, chain)).toMatchObject({ updates: 2, samples: 16 });
  expect(await runsBehind(ledger.database, chain)).toMatchObject([
    { runId: 'descendant', codeRevision: 'revision' },
    { runId: training.runId, datasetVersion: training.datasetVersion },
  ]);
});

test('items are followed to the source snapshots they came from', async () => {
  const behind = await pullRequestsBehind(ledger.database, await at(5));
  const digests = behind.map((use) => use.itemDigest);
  expect(await snapshotsBehind(ledger.database, digests)).toMatchObject([
    { repository: 'evoline-demo/train-01', headSha: 'f'.repeat(40), toolVersions: { git: '2.39' } },
    { repository: 'evoline-demo/warm-start-01' },
  ]);
});

test('a pull request is followed to every step and evaluation it touched', async () => {
  const behind = await pullRequestsBehind(ledger.database, await at(5));
  const late = behind.find((use) => use.firstStep === 3);
  const digests = [late?.itemDigest ?? ''];
  const touched = await stepsTouchedBy(ledger.database, digests);
  expect(touched).toMatchObject([{ runId: training.runId, samples: late?.samples }]);
  expect(touched[0]?.steps[0]).toBe(3);
  const evaluations = await evaluationsTouchedBy(ledger.database, digests);
  expect(evaluations.map((row) => row.evaluationId)).toEqual(['evaluation-of-5']);
});

test('an early pull request touches the evaluations of descendants too', async () => {
  const behind = await pullRequestsBehind(ledger.database, await at(5));
  const early = behind.find((use) => use.firstStep === 1);
  const evaluations = await evaluationsTouchedBy(ledger.database, [early?.itemDigest ?? '']);
  expect(evaluations.map((row) => row.evaluationId).toSorted()).toEqual([
    'evaluation-of-1',
    'evaluation-of-5',
    'evaluation-of-descendant',
  ]);
  expect(evaluations.every((row) => row.trainedOn && !row.measuredOn)).toBe(true);
});

test('a held-out pull request was measured on and never trained on', async () => {
  const [held] = await ledger.sql(
    "select digest from pull_request_item where repository = 'evoline-demo/held-out-01' limit 1",
  );
  const digests = [String(held?.['digest'])];
  expect(await stepsTouchedBy(ledger.database, digests)).toEqual([]);
  const evaluations = await evaluationsTouchedBy(ledger.database, digests);
  expect(evaluations).toHaveLength(3);
  expect(evaluations.every((row) => row.measuredOn && !row.trainedOn)).toBe(true);
});
