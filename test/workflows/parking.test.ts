import type { RetryStage } from '@evoline/contract/steering';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeWorld } from './fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from './workflow-bench.ts';

const world = fakeWorld();
let bench: WorkflowBench;

beforeAll(async () => {
  bench = await openWorkflowBench(world);
});
afterAll(() => bench.close());
beforeEach(() => world.reset());

const waits = (workflowId: string) =>
  bench.until(workflowId, ({ waiting }) => waiting !== null).then(({ waiting }) => waiting);

function update(workflowId: string, name: 'retryStage' | 'abortRun', body?: object) {
  const handle = bench.environment.client.workflow.getHandle(workflowId);
  if (body === undefined) return handle.executeUpdate<string, []>(name);
  return handle.executeUpdate<string, [object]>(name, { args: [body] });
}

const retry = (workflowId: string, change?: RetryStage) => update(workflowId, 'retryStage', change);

/** The sentence with which an update was refused. */
async function refusal(refused: Promise<unknown>): Promise<string> {
  const error: unknown = await refused.catch((thrown: unknown) => thrown);
  if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
  throw new Error('the update was not refused', { cause: error });
}

describe('a training run whose update has used up its attempts', () => {
  it('waits, says why and what to press, and goes on with the smaller micro batch', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const handle = await bench.start('trainPolicy', 'oom');
    const waiting = await waits('oom');
    expect(waiting).toMatchObject({ stage: 'train', code: 'trainer_out_of_memory', attempt: 1 });
    expect(await bench.attributes('oom')).toMatchObject({ Stage: 'train', StageState: 'waiting' });
    const page = await bench.page('oom');
    expect(page).toContain('### Stage train waits for you');
    expect(page).toContain('Send retryStage with a smaller microBatch.');
    expect(page).toContain('{"stage":"train","microBatch":1}');

    expect(await refusal(retry('oom', { stage: 'rollout' }))).toBe(
      'Stage train waits, not rollout.',
    );
    expect(await refusal(retry('oom', { engine: 'second' }))).toContain('engine changes nothing');
    expect(await refusal(retry('oom', { batch: 1 } as RetryStage))).toContain('"batch"');
    expect(await retry('oom', { stage: 'train', microBatch: 1 })).toContain('attempt 2');

    expect(await handle.result()).toMatchObject({ state: 'done', steps: 3 });
    expect(world.calls('updatePolicy')).toMatchObject([
      { step: 1, microBatch: null },
      { step: 1, microBatch: 1 },
      { step: 2, microBatch: 1 },
      { step: 3, microBatch: 1 },
    ]);
    expect(world.calls('warmStartPolicy')).toHaveLength(1);
    expect(world.calls('acquireLease')).toHaveLength(2);
    expect(world.calls('releaseLease')).toHaveLength(2);
    expect(world.calls('recordStage')).toContainEqual(
      expect.objectContaining({ stage: 'train', state: 'waiting', attempt: 1 }),
    );
    expect(world.calls('recordStage')).toContainEqual(
      expect.objectContaining({ stage: 'train', state: 'running', attempt: 2 }),
    );
  });

  it('refuses a retry with one sentence when nothing waits', async () => {
    world.state.pauseMs = 300;
    const handle = await bench.start('trainPolicy', 'busy');
    await bench.until('busy', ({ stages }) => stages.some(({ state }) => state === 'running'));
    expect(await refusal(retry('busy'))).toMatch(/^Nothing waits for a retry: .+ running\.$/);
    await update('busy', 'abortRun', { reason: 'seen enough' });
    expect(await handle.result()).toMatchObject({ state: 'aborted', reason: 'seen enough' });
    expect(await bench.attributes('busy')).toMatchObject({ StageState: 'aborted' });
  });

  it('fails at its deadline with the reason when nobody comes', async () => {
    world.state.configs = { trainPolicy: { retryDeadlineHours: 1 / 3600 } };
    world.fail('warmStartPolicy', 'trainer_unavailable');
    const handle = await bench.start('trainPolicy', 'forgotten');
    const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
    const cause = error instanceof WorkflowFailedError ? error.cause : null;
    expect(cause?.message).toContain('nobody came');
    expect(cause?.message).toContain('trainer_unavailable was made up by the test');
    expect(await bench.attributes('forgotten')).toMatchObject({ StageState: 'failed' });
    expect(world.calls('closeRun')).toMatchObject([{ state: 'failed' }]);
  });

  it('ends by abortRun while it waits', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const handle = await bench.start('trainPolicy', 'aborted-while-waiting');
    await waits('aborted-while-waiting');
    await update('aborted-while-waiting', 'abortRun');
    expect(await handle.result()).toMatchObject({ state: 'aborted' });
  });

  it('needs no ledger while it waits', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    world.fail('recordStage', 'internal', 100);
    world.fail('releaseLease', 'internal', 100);
    const handle = await bench.start('trainPolicy', 'no-ledger');
    await waits('no-ledger');
    await retry('no-ledger');
    expect(await handle.result()).toMatchObject({ state: 'done' });
  });

  it('does not wait where no retry could help', async () => {
    world.fail('updatePolicy', 'conflict');
    const handle = await bench.start('trainPolicy', 'lost-the-race');
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
  });
});

describe('a rollout whose engine refuses', () => {
  it('goes on with the other engine, also in what the parents do afterwards', async () => {
    world.fail('sampleChunk', 'engine_rejected');
    const handle = await bench.start('runPipeline', 'other-engine');
    const waiting = { workflowId: 'other-engine/train/evaluate/0', stage: 'rollout' };
    expect(await waits('other-engine')).toMatchObject(waiting);
    await retry('other-engine', { engine: 'second' });
    expect(await handle.result()).toMatchObject({ state: 'done' });
    const engines = world.calls('publishPolicy').map((call) => (call as { engine: string }).engine);
    expect(engines[0]).toBe('default');
    expect(new Set(engines.slice(1))).toEqual(new Set(['second']));
    expect(engines.length).toBeGreaterThan(4);
  });

  it('waits again when the person mistyped the engine', async () => {
    world.state.configs = { evaluateCheckpoint: { baseline: null } };
    world.fail('findEngine', 'engine_rejected');
    const handle = await bench.start('evaluateCheckpoint', 'mistyped');
    await waits('mistyped');
    world.fail('findEngine', 'not_found');
    await retry('mistyped', { engine: 'secnod' });
    await bench.until('mistyped', ({ waiting }) => waiting?.code === 'not_found');
    await retry('mistyped', { engine: 'second' });
    expect(await handle.result()).toMatchObject({ state: 'done' });
  });

  it('publishes again by itself when the engine serves another policy', async () => {
    world.fail('sampleChunk', 'engine_wrong_policy');
    const handle = await bench.start('evaluateCheckpoint', 'republished');
    expect(await handle.result()).toMatchObject({ state: 'done' });
    const published = world.calls('publishPolicy') as { policyVersion: string }[];
    expect(published.map(({ policyVersion }) => policyVersion)).toEqual([
      'a-run:0',
      'a-run:0',
      'a-run:3',
    ]);
  });

  it('asks for another host when no worker takes the work', async () => {
    world.state.configs = { evaluateCheckpoint: { hostWaitSeconds: 1, baseline: null } };
    world.state.engineQueues = ['gpu-rollout.gone', 'gpu-rollout.default'];
    const handle = await bench.start('evaluateCheckpoint', 'host-gone');
    expect(await handle.result()).toMatchObject({ state: 'done' });
    expect(world.calls('findEngine')).toHaveLength(2);
  });

  it('counts attempts without progress only', async () => {
    world.fail('sampleChunk', 'engine_rejected', 1, { progress: 1 });
    world.fail('sampleChunk', 'engine_rejected', 1, { progress: 2 });
    world.fail('sampleChunk', 'engine_rejected', 1, { progress: 2 });
    world.state.configs = { evaluateCheckpoint: { baseline: null, chunkGroups: 10 } };
    const handle = await bench.start('evaluateCheckpoint', 'progressing');
    expect(await waits('progressing')).toMatchObject({ attempt: 1 });
    expect(world.calls('sampleChunk')).toHaveLength(3);
    await retry('progressing', {});
    expect(await handle.result()).toMatchObject({ state: 'done' });
  });
});

describe('a pipeline with a parked stage below it', () => {
  it('shows the child that waits and passes the retry on', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const handle = await bench.start('runPipeline', 'pipe');
    expect(await waits('pipe')).toMatchObject({ workflowId: 'pipe/train', stage: 'train' });
    expect(await bench.attributes('pipe')).toMatchObject({ StageState: 'waiting' });
    expect(await bench.page('pipe')).toContain('pipe%2Ftrain');
    expect(await retry('pipe', { microBatch: 2 })).toContain('attempt 2');
    expect(await handle.result()).toMatchObject({ state: 'done' });
    expect(world.calls('updatePolicy')[1]).toMatchObject({ microBatch: 2 });
    expect((await bench.state('pipe')).stages.map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'done'),
    );
  });

  it('reaches a grandchild, from each level', async () => {
    world.fail('summariseEvaluation', 'store_corrupt', 2);
    const handle = await bench.start('runPipeline', 'deep');
    const grandchild = { workflowId: 'deep/train/evaluate/0', stage: 'reward' };
    expect(await waits('deep')).toMatchObject(grandchild);
    expect(await waits('deep/train')).toMatchObject(grandchild);
    await retry('deep');
    await bench.until('deep/train', ({ waiting }) => waiting?.attempt === 2);
    await retry('deep/train', { stage: 'reward' });
    expect(await handle.result()).toMatchObject({ state: 'done' });
  });

  it('is aborted with its children', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const handle = await bench.start('runPipeline', 'all-aborted');
    await waits('all-aborted');
    await update('all-aborted', 'abortRun', { reason: 'wrong source' });
    expect(await handle.result()).toMatchObject({ state: 'aborted', reason: 'wrong source' });
    const child = bench.environment.client.workflow.getHandle('all-aborted/train');
    expect((await child.describe()).status.name).toBe('CANCELLED');
  });

  it('ends as aborted when a person aborts the child', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const handle = await bench.start('runPipeline', 'child-aborted');
    await waits('child-aborted');
    await update('child-aborted/train', 'abortRun', { reason: 'diverges' });
    const result = await handle.result();
    expect(result).toMatchObject({ state: 'aborted', reason: 'train was aborted: diverges' });
  });
});
