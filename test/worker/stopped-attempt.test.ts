import type { ActivityContext } from '@evoline/activities/activity-context';
import { temporalActivities } from '@evoline/activities/temporal/temporal-activity';
import type { MineActivities } from '@evoline/contract/activities';
import { queues } from '@evoline/contract/queues';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeWorld } from '../workflows/fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from '../workflows/workflow-bench.ts';

const world = fakeWorld();
let bench: WorkflowBench;

beforeAll(async () => {
  bench = await openWorkflowBench(world, [], [queues.mine]);
});
afterAll(() => bench.close());

type Freeze = Pick<MineActivities, 'freezeDataset'>;
type Work = (context: ActivityContext) => Promise<void>;

async function mineWorker(work: Work): Promise<{ readonly stop: () => Promise<void> }> {
  const { freezeDataset } = world.queues()[queues.mine] ?? {};
  if (freezeDataset === undefined) throw new Error('the fake world does not freeze');
  const activities = temporalActivities<Freeze>({
    async freezeDataset(request, context) {
      await work(context);
      return freezeDataset(request);
    },
  });
  const worker = await Worker.create({
    connection: bench.environment.nativeConnection,
    taskQueue: queues.mine,
    activities: { ...activities },
    maxHeartbeatThrottleInterval: '100ms',
    shutdownGraceTime: '100ms',
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}

const untilAborted = ({ signal }: ActivityContext): Promise<void> =>
  new Promise((_, reject) => {
    const end = (): void => reject(new Error('the work was cut short'));
    signal.addEventListener('abort', end, { once: true });
  });

it('is tried again by the next worker when its worker is stopped, from where it stood', async () => {
  let begun = (): void => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = await mineWorker((context) => {
    context.heartbeat({ done: 3 });
    begun();
    return untilAborted(context);
  });
  const handle = await bench.start('freezeDataset', 'stopped-attempt');
  await hasBegun;
  await first.stop();
  const seen: unknown[] = [];
  const second = await mineWorker(async ({ attempt, lastHeartbeat }) => {
    seen.push({ attempt, lastHeartbeat });
  });
  expect(await handle.result()).toMatchObject({ state: 'done' });
  expect(seen).toEqual([{ attempt: 2, lastHeartbeat: { done: 3 } }]);
  await second.stop();
});

it('ends with its run when a person cancels it', async () => {
  const worker = await mineWorker(untilAborted);
  const handle = await bench.start('freezeDataset', 'cancelled-attempt');
  await bench.until('cancelled-attempt', ({ stages }) => stages[0]?.state === 'running');
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect((await handle.describe()).status.name).toBe('CANCELLED');
  expect(world.calls('closeRun')).toContainEqual(expect.objectContaining({ state: 'aborted' }));
  await worker.stop();
});
