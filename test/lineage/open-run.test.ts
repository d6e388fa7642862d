import { closeRun, recordStage } from '@evoline/activities/ledger/close-run';
import { acquireLease } from '@evoline/activities/ledger/lease';
import { openRun } from '@evoline/activities/ledger/open-run';
import type { OpenRunRequest } from '@evoline/contract/run';
import { runById, stageAttemptsOf } from '@evoline/db/queries/runs';
import { seedMined, anItem } from '@evoline/testing/database/seed-mined';
import { type SeededTraining, seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerDeps } from './ledger-deps.ts';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

let executions = 0;
const open = (request: Partial<OpenRunRequest>, on = ledger) => {
  executions += 1;
  return openRun(ledgerDeps(on.database), {
    workflow: 'minePullRequests',
    input: {},
    workflowId: `workflow-${executions}`,
    firstRunId: 'first',
    ...request,
  });
};

test('a run is named after its workflow id, or as the input says', async () => {
  expect((await open({ workflowId: 'mine/tonight' })).runName).toBe('mine/tonight');
  expect((await open({ input: { runName: 'nightly' } })).runName).toBe('nightly');
});

test('the same execution is the same run with the same configuration, whatever it asks later', async () => {
  const first = await open({ workflowId: 'same', input: { limit: 3 } });
  expect(first.runId).toMatch(/^[0-9a-f]{16}$/);
  expect(await open({ workflowId: 'same', input: { limit: 9 } })).toEqual(first);
  expect((await open({ workflowId: 'same', firstRunId: 'second' })).runId).not.toBe(first.runId);
});

test('a plan with nothing to work on is shown and says what to start first', async () => {
  const opened = await open({ workflow: 'trainPolicy', input: { planOnly: true } });
  expect(opened.resolved).toBeNull();
  expect(opened.plan.join()).toContain('Start freezeDataset first');
  expect(opened.uiUrl).toBe('http://127.0.0.1:8233');
});

test('a run with nothing to work on fails and leaves no row', async () => {
  const asked = { workflow: 'evaluateCheckpoint', workflowId: 'too early' } as const;
  await expect(open(asked)).rejects.toMatchObject({ code: 'nothing_to_work_on' });
  expect(await ledger.sql("select from run where workflow_id = 'too early'")).toEqual([]);
});

test('an unknown field is refused by name before anything is written', async () => {
  await expect(open({ input: { sauce: 'demo:' } })).rejects.toMatchObject({
    code: 'input_invalid',
    message: expect.stringContaining('sauce'),
  });
});

test('a child knows its parent, and a closed run its end', async () => {
  const parent = await open({ workflow: 'runPipeline' });
  const child = await open({ parentRunId: parent.runId });
  const held = { key: 'mine:demo', runId: child.runId, seconds: 600 };
  await acquireLease(ledgerDeps(ledger.database), held);
  const record = { runId: child.runId, stage: 'mine', state: 'running', attempt: 1 } as const;
  await recordStage(ledgerDeps(ledger.database), record);
  await recordStage(ledgerDeps(ledger.database), record);
  const end = { runId: child.runId, state: 'done', summary: '3 kept' } as const;
  await closeRun(ledgerDeps(ledger.database), end);
  await closeRun(ledgerDeps(ledger.database), { ...end, state: 'failed' });
  expect(await runById(ledger.database, child.runId)).toMatchObject({
    parentRunId: parent.runId,
    state: 'done',
    summary: '3 kept',
  });
  expect(await stageAttemptsOf(ledger.database, child.runId)).toHaveLength(1);
  const next = await acquireLease(ledgerDeps(ledger.database), { ...held, runId: parent.runId });
  expect(next).toMatchObject({ held: true });
});

test('a run that was ended from outside is closed by the next of its id, and lets its leases go', async () => {
  const deps = ledgerDeps(ledger.database);
  const request = { workflow: 'mineNightly', input: {}, workflowId: 'a-night' } as const;
  const killed = await openRun(deps, { ...request, firstRunId: 'killed' });
  const held = { key: 'mine:o/n', runId: killed.runId, seconds: 600 };
  await acquireLease(deps, held);
  const next = await openRun(deps, { ...request, firstRunId: 'next' });
  expect(await runById(ledger.database, killed.runId)).toMatchObject({
    state: 'failed',
    summary: 'ended from outside',
  });
  expect(await acquireLease(deps, { ...held, runId: next.runId })).toMatchObject({ held: true });
  await openRun(deps, { ...request, firstRunId: 'next' });
  expect(await runById(ledger.database, next.runId)).toMatchObject({ state: 'running' });
});

test('dataset and policy versions are found by the names people type', async () => {
  const other = await startTestDatabase();
  const items = { warmStart: 2, train: 3, heldOut: 2 };
  const size = { items, steps: 2, promptsPerStep: 2, groupSize: 2 };
  const training: SeededTraining = await seedTraining(other.database, size);
  const prefix = training.datasetVersion.slice(0, 8);
  const trained = await open({ workflow: 'trainPolicy', input: { datasetVersion: prefix } }, other);
  expect(trained.resolved?.config).toMatchObject({ datasetVersion: training.datasetVersion });
  const evaluate = { workflow: 'evaluateCheckpoint' } as const;
  for (const policyVersion of ['latest', 'train-run:2', training.last.weightsDigest.slice(0, 10)]) {
    const opened = await open({ ...evaluate, input: { policyVersion } }, other);
    expect(opened.resolved?.config).toMatchObject({
      policyVersion: 'train-run:2',
      baseline: 'train-run:0',
      datasetVersion: training.datasetVersion,
    });
  }
  const missing = open({ ...evaluate, input: { policyVersion: 'train-run:9' } }, other);
  await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  await other.stop();
});

test('what was mined decides how a dataset is split', async () => {
  await seedMined(ledger.database, [anItem('own/project', 1)]);
  const { resolved } = await open({ workflow: 'freezeDataset' });
  expect(resolved?.config).toMatchObject({ recipe: { split: { kind: 'pull-request' } } });
});
