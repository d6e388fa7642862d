import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import type { DoneResults } from '@evoline/contract/results';
import { startWorkflow } from '@evoline/steering/start-workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evoline, evolineJson } from '../evoline-command.ts';
import { openSuite, type Suite } from '../suite.ts';
import { firstRun } from './short-run.ts';

let suite: Suite;
let result: DoneResults['runPipeline'];

beforeAll(async () => {
  suite = await openSuite();
  result = await firstRun(suite);
});
afterAll(() => suite.close());

const address = /https:\/\/github\.example\/evoline-demo\/train-\d+\/pull\/\d+/;

test('an evaluation leads down to the pull requests, and one of them back to it', async () => {
  const { evaluationId } = result.evaluation;
  const down = await evoline('lineage', evaluationId, '--all');
  expect(down.stdout).toContain(`policy version ${result.policyVersion.id}`);
  expect(down.stdout).toContain(result.datasetVersion.slice(0, 12));
  expect(down.stdout).toMatch(/code [0-9a-f]{40}/);
  const pullRequest = address.exec(down.stdout)?.[0] ?? 'none';
  const back = await evoline('lineage', pullRequest, '--json');
  expect(back.stdout).toContain(evaluationId);
  expect(back.stdout).toContain(result.policyVersion.runId);
});

test('every artifact behind a number is read and found as it was', async () => {
  const { evaluationId } = result.evaluation;
  const { verification } = await evolineJson<{
    verification: { artifacts: number; damaged: unknown[] };
  }>('lineage', evaluationId, '--verify');
  expect(verification.artifacts).toBeGreaterThan(300);
  expect(verification.damaged).toEqual([]);
});

test('a flipped bit in a batch is reported, as what it is', async () => {
  const [batch] = await suite.sql('select sha256 from batch where run_id = $1 and step = 1', [
    result.policyVersion.runId,
  ]);
  const sha256 = String(batch?.['sha256']);
  const { evaluationId } = result.evaluation;
  const restore = await damageArtifact(suite.addresses.artifactStore, sha256);
  const { code, stdout } = await evoline('lineage', evaluationId, '--verify', '--json');
  await restore();
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ verification: { damaged: [{ sha256 }] } });
});

test('a flipped bit in an item is not used: the stage waits until the item is restored', async () => {
  const [item] = await suite.sql(
    `select i.content_sha256 as sha256 from dataset_change d join pull_request_item i on i.digest = d.item_digest
     where d.version = $1 and d.split = 'held-out' order by d.repository collate "C", d.number limit 1`,
    [result.datasetVersion],
  );
  const restore = await damageArtifact(suite.addresses.artifactStore, String(item?.['sha256']));
  const workflowId = 'evaluate-damaged';
  // Another number of samples than before, so that nothing is found finished.
  const input = { policyVersion: result.policyVersion.id, samples: 3 };
  await startWorkflow(suite.steering, 'evaluateCheckpoint', input, { workflowId });
  const { waiting } = await suite.until(workflowId, (state) => state.waiting !== null);
  expect(waiting).toMatchObject({ stage: 'rollout', code: 'store_corrupt' });
  await restore();
  await evolineJson('retry', workflowId);
  expect(await suite.finished('evaluateCheckpoint', workflowId, input)).toMatchObject({
    state: 'done',
    evaluation: { items: 12, excluded: {} },
  });
});
