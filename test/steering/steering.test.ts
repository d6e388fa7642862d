import { defaultNightlySchedule } from '@evoline/contract/nightly-schedule';
import { workflowTypes } from '@evoline/contract/run';
import { connect, type Steering } from '@evoline/steering/connect';
import { prepareNamespace } from '@evoline/steering/prepare-namespace';
import { nightlyScheduleId } from '@evoline/steering/schedule-specification';
import { startWorkflow } from '@evoline/steering/start-workflow';
import { abortRun, retryStage } from '@evoline/steering/steer-run';
import { listSchedules, pauseSchedule } from '@evoline/steering/steer-schedule';
import { type Watched, watchRun } from '@evoline/steering/watch-run';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeWorld } from '../workflows/fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from '../workflows/workflow-bench.ts';
import { rememberedSchedules } from './remembered-schedules.ts';

const world = fakeWorld();
let bench: WorkflowBench;
let steering: Steering;

const ledger = rememberedSchedules();

beforeAll(async () => {
  bench = await openWorkflowBench(world);
  steering = await connect({ address: bench.environment.address, namespace: 'default' });
});
afterAll(async () => {
  await steering.close();
  await bench.close();
});
beforeEach(() => world.reset());

async function watchToEnd(workflowId: string): Promise<readonly Watched[]> {
  const seen: Watched[] = [];
  for await (const one of watchRun(steering, workflowId, { everySeconds: 0.1 })) seen.push(one);
  return seen;
}

describe('a namespace', () => {
  it('is prepared once and left alone afterwards, an operator’s pause included', async () => {
    const first = await prepareNamespace(steering, { ledger, nightly: defaultNightlySchedule });
    expect(first.schedule).toMatchObject({ outcome: 'created', drift: [] });
    expect(first.seeded).toEqual(workflowTypes.map((type) => `example-${type}`));
    await pauseSchedule(steering, nightlyScheduleId, 'maintenance');
    const second = await prepareNamespace(steering, { ledger, nightly: defaultNightlySchedule });
    expect(second).toEqual({
      schedule: {
        scheduleId: nightlyScheduleId,
        outcome: 'unchanged',
        drift: ['it is paused: maintenance'],
      },
      seeded: [],
    });
    const [row] = await listSchedules(steering);
    expect(row).toMatchObject({ paused: true, note: 'maintenance' });
  });
});

describe('a person at the command line', () => {
  it('watches a run to its end', async () => {
    const { workflowId } = await startWorkflow(steering, 'freezeDataset', {});
    expect(workflowId).toMatch(/^freezeDataset-/);
    const seen = await watchToEnd(workflowId);
    expect(seen.at(-1)).toMatchObject({ kind: 'completed', result: { state: 'done' } });
  });

  it('reads why a run failed', async () => {
    world.fail('openRun', 'nothing_to_work_on');
    const { workflowId } = await startWorkflow(steering, 'trainPolicy', {});
    const seen = await watchToEnd(workflowId);
    expect(seen.at(-1)).toMatchObject({ kind: 'failed', status: 'FAILED' });
    expect(JSON.stringify(seen.at(-1))).toContain('Start the workflow that the message names');
  });

  it('retries what waits below a pipeline, is told refusals in one sentence, and aborts', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory', 2);
    await startWorkflow(steering, 'runPipeline', {}, { workflowId: 'piped' });
    await bench.until('piped', ({ waiting }) => waiting !== null);
    await expect(retryStage(steering, 'piped', { stage: 'mine' })).rejects.toMatchObject({
      message: 'Stage train waits, not mine.',
    });
    expect(await retryStage(steering, 'piped', { microBatch: 1 })).toContain('attempt 2');
    await bench.until('piped', ({ waiting }) => waiting?.attempt === 2);
    await abortRun(steering, 'piped', { reason: 'enough' });
    const seen = await watchToEnd('piped');
    expect(seen.at(-1)).toMatchObject({ kind: 'completed', result: { state: 'aborted' } });
  });

  it('is told when a workflow of that id runs already', async () => {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    const start = () => startWorkflow(steering, 'trainPolicy', {}, { workflowId: 'only-one' });
    await start();
    await bench.until('only-one', ({ waiting }) => waiting !== null);
    await expect(start()).rejects.toMatchObject({ code: 'conflict' });
    await abortRun(steering, 'only-one', {});
    await watchToEnd('only-one');
  });
});
