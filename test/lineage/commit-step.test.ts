import { recordBatch } from '@evoline/db/queries/batches';
import { commitIdleStep } from '@evoline/db/queries/commit-idle-step';
import { commitStep, type StepCommit } from '@evoline/db/queries/commit-step';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { committedStep } from '@evoline/db/queries/committed-step';
import { acquireLease, releaseLease } from '@evoline/db/queries/leases';
import { headOfRun } from '@evoline/db/queries/policy-versions';
import { recoveryPathTo } from '@evoline/db/queries/recovery-path';
import { insertRun } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { aRun, blobCalled } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let ledger: TestDatabase;
let runId: string;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  runId = `run-${runs}`;
  await insertRun(ledger.database, aRun({ id: runId, workflow: 'trainPolicy' }));
  await acquireLease(ledger.database, { key: `run:${runId}`, runId, seconds: 600 });
  await commitWarmStart(ledger.database, warmStart());
});

const warmStart = (over = {}) => ({
  runId,
  epoch: 1,
  weightsDigest: contentDigest([runId, 'warm']),
  checkpoint: blobCalled('checkpoint'),
  recovery: blobCalled('recovery'),
  base: 'tiny',
  adaptation: { kind: 'full' } as const,
  demonstrations: null,
  demonstratedItems: [],
  metrics: {},
  ...over,
});

async function freeze(step: number, fromPolicyVersion: string, hasSignal = true) {
  const metrics = {
    reward: null,
    wellFormed: null,
    exact: null,
    zeroVarianceGroups: null,
    truncated: null,
    excluded: 0,
  };
  const batch = blobCalled(`batch ${step}`);
  const frozen = { runId, step, fromPolicyVersion, batch, samples: 0, hasSignal, metrics };
  await recordBatch(ledger.database, { ...frozen, members: [] });
  return batch;
}

const commit = (step: number, over: Partial<StepCommit> = {}): StepCommit => ({
  runId,
  step,
  fromPolicyVersion: `${runId}:${step - 1}`,
  batch: blobCalled(`batch ${step}`),
  weightsDigest: contentDigest([runId, step]),
  checkpoint: blobCalled(`checkpoint ${step}`),
  recovery: null,
  metrics: { loss: 0.5 },
  epoch: 1,
  ...over,
});

test('a step commits its policy version on top of the one it started from', async () => {
  await freeze(1, `${runId}:0`);
  const version = await commitStep(ledger.database, commit(1));
  expect(version).toEqual({
    id: `${runId}:1`,
    runId,
    step: 1,
    weightsDigest: commit(1).weightsDigest,
  });
  expect(await headOfRun(ledger.database, runId)).toMatchObject({
    step: 1,
    version: { id: `${runId}:1`, parent: `${runId}:0`, base: 'tiny', fencingEpoch: 1 },
  });
});

test('the same commit again answers the same and writes nothing', async () => {
  await freeze(1, `${runId}:0`);
  const first = await commitStep(ledger.database, commit(1));
  expect(await commitStep(ledger.database, commit(1, { metrics: { loss: 9 } }))).toEqual(first);
  expect(await commitWarmStart(ledger.database, warmStart())).toMatchObject({ id: `${runId}:0` });
});

test('other weights for a committed step are a conflict that names both', async () => {
  await freeze(1, `${runId}:0`);
  await commitStep(ledger.database, commit(1));
  const other = commit(1, { weightsDigest: 'e'.repeat(64) });
  await expect(commitStep(ledger.database, other)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/is committed with weights .*, not eeeeeeeeeeee/),
  });
});

test('of two equal commits at once both are answered alike', async () => {
  await freeze(1, `${runId}:0`);
  const both = await Promise.all([1, 2].map(() => commitStep(ledger.database, commit(1))));
  expect(both[0]).toEqual(both[1]);
});

test('a step that does not follow where the run stands is a conflict that says where', async () => {
  await freeze(2, `${runId}:0`);
  await expect(commitStep(ledger.database, commit(2))).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`at step 0, ${runId}:0`),
  });
});

test('a late commit of a holder that was replaced fails with lease_lost', async () => {
  await freeze(1, `${runId}:0`);
  const key = `run:${runId}`;
  await releaseLease(ledger.database, { key, runId, epoch: 1 });
  await expect(commitStep(ledger.database, commit(1))).rejects.toMatchObject({
    code: 'lease_lost',
  });
  await acquireLease(ledger.database, { key, runId, seconds: 600 });
  await expect(commitStep(ledger.database, commit(1))).rejects.toMatchObject({
    code: 'lease_lost',
  });
  expect(await commitStep(ledger.database, commit(1, { epoch: 2 }))).toMatchObject({ step: 1 });
});

test('a batch that was not frozen for the step is refused', async () => {
  await expect(commitStep(ledger.database, commit(1))).rejects.toThrow(/has no frozen batch/);
  await freeze(1, `${runId}:0`);
  const other = commit(1, { batch: blobCalled('another batch') });
  await expect(commitStep(ledger.database, other)).rejects.toThrow(/has another frozen batch/);
});

test('an idle step moves the cursor and keeps the policy version', async () => {
  await freeze(1, `${runId}:0`, false);
  const idle = { ...commit(1), metrics: {} };
  const kept = await commitIdleStep(ledger.database, idle);
  expect(kept).toMatchObject({ id: `${runId}:0`, step: 0 });
  expect(await commitIdleStep(ledger.database, idle)).toEqual(kept);
  expect(await committedStep(ledger.database, runId, 1)).toEqual(kept);
  await freeze(2, `${runId}:0`);
  const next = await commitStep(ledger.database, commit(2, { fromPolicyVersion: `${runId}:0` }));
  expect(next).toMatchObject({ id: `${runId}:2`, step: 2 });
});

test('recovery starts at the nearest kept state and replays the updates since, without idle steps', async () => {
  for (const step of [1, 2, 4]) {
    const from = step === 4 ? `${runId}:2` : `${runId}:${step - 1}`;
    await freeze(step, from);
    const recovery = step === 1 ? blobCalled('recovery 1') : null;
    await commitStep(ledger.database, commit(step, { fromPolicyVersion: from, recovery }));
    if (step !== 2) continue;
    await freeze(3, `${runId}:2`, false);
    await commitIdleStep(ledger.database, commit(3, { fromPolicyVersion: `${runId}:2` }));
  }
  const path = await recoveryPathTo(ledger.database, { runId, step: 4 });
  expect(path.from.id).toBe(`${runId}:1`);
  expect(path.replay.map((row) => row.step)).toEqual([2, 4]);
});
