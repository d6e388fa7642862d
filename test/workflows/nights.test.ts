import { queues } from '@evoline/contract/queues';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeWorld } from './fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from './workflow-bench.ts';

const world = fakeWorld();
let bench: WorkflowBench;

beforeAll(async () => {
  bench = await openWorkflowBench(world);
});
afterAll(() => bench.close());
beforeEach(() => world.reset());

const aSecond = 1 / 3600;

async function runsOf(workflowId: string): Promise<number> {
  let runs = 0;
  const query = `WorkflowId = "${workflowId}"`;
  for await (const _ of bench.environment.client.workflow.list({ query })) runs += 1;
  return runs;
}

/** Summaries of the timers in the newest run's history. */
async function timersOf(workflowId: string): Promise<readonly string[]> {
  const history = await bench.environment.client.workflow.getHandle(workflowId).fetchHistory();
  return (history.events ?? [])
    .filter((event) => event.timerStartedEventAttributes)
    .map((event) => JSON.parse(Buffer.from(event.userMetadata?.summary?.data ?? []).toString()));
}

describe('a night', () => {
  it('plans its sources, mines each in a child, and ends with its report', async () => {
    const handle = await bench.start('mineNightly', 'night');
    expect(await handle.result()).toMatchObject({
      state: 'done',
      sources: 3,
      added: 12,
      failed: [],
      report: { sources: { mined: 3, failed: 0 }, added: 12 },
      dataset: null,
    });
    expect(world.calls('planNight')).toHaveLength(1);
    expect(world.calls('closeNightSource')).toHaveLength(3);
    expect(await bench.page('night')).toContain('3 sources mined, 0 failed');
  });

  it('reckons the quota of all its sources once, and its children not again', async () => {
    const handle = await bench.start('mineNightly', 'reckoned-night');
    await handle.result();
    expect(world.calls('planQuota')).toHaveLength(1);
  });

  it('reports a repository that was lost among others', async () => {
    world.state.configs = { mineNightly: { sources: ['demo:one'] } };
    world.state.repositories = ['acme/one', 'acme/two'];
    world.state.gone = ['acme/two'];
    const handle = await bench.start('mineNightly', 'night-of-loss');
    expect(await handle.result()).toMatchObject({
      sources: 1,
      failed: [{ source: 'demo:one', failure: 'acme/two: it was deleted' }],
      report: { sources: { mined: 1 } },
    });
  });

  it('counts a source that fails and goes on with the others', async () => {
    world.state.configs = { mineNightly: { atOnce: 1 } };
    world.fail('openSource', 'git_failed');
    const handle = await bench.start('mineNightly', 'night-of-failure');
    const result = await handle.result();
    expect(result).toMatchObject({ state: 'done', sources: 3, added: 8 });
    expect(result).toMatchObject({ failed: [{ source: 'demo:one', mined: null }] });
    expect(world.calls('closeNightSource')[0]).toMatchObject({
      outcome: { source: 'demo:one', mined: null, isOwnFailure: true },
    });
  });

  it('counts nothing against a source when it is not to blame', async () => {
    world.state.configs = { mineNightly: { atOnce: 1, sources: ['demo:one', 'demo:two'] } };
    world.fail('openSource', 'lease_lost');
    const handle = await bench.start('mineNightly', 'night-of-loan');
    expect(await handle.result()).toMatchObject({
      report: { sources: { mined: 1, postponed: 1 } },
    });
    expect(world.calls('closeNightSource')[0]).toMatchObject({ outcome: { isOwnFailure: false } });
  });

  it('leaves out a source that failed three nights in a row', async () => {
    world.state.configs = { mineNightly: { atOnce: 1, sources: ['demo:one', 'demo:two'] } };
    for (const night of [1, 2, 3]) {
      world.fail('openSource', 'git_failed');
      await (await bench.start('mineNightly', `bad-${night}`)).result();
    }
    const handle = await bench.start('mineNightly', 'bad-4');
    expect(await handle.result()).toMatchObject({ sources: 1, failed: [] });
  });

  it('tells its report also when no source could be mined, and fails then', async () => {
    world.fail('openSource', 'git_failed', 3);
    const handle = await bench.start('mineNightly', 'worst-night');
    await expect(handle.result()).rejects.toThrow();
    expect(world.calls('reportNight')).toHaveLength(1);
    expect(await bench.page('worst-night')).toContain('0 sources mined, 3 failed');
  });

  it('continues as new when its children have drained, and plans once', async () => {
    world.state.configs = { mineNightly: { repositoriesPerRun: 2 } };
    const handle = await bench.start('mineNightly', 'long-night');
    expect(await handle.result()).toMatchObject({ sources: 3, added: 12, failed: [] });
    expect(await runsOf('long-night')).toBe(2);
    expect(await runsOf('long-night/mine/demo:three')).toBe(1);
    expect(world.calls('planNight')).toHaveLength(1);
    expect(world.calls('reportNight')).toHaveLength(1);
  });
});

describe('a night that older code has begun', () => {
  it('goes on from what that code carried, over the sources of its configuration', async () => {
    const carried = { done: 2, mined: 2, seen: 20, added: 8, failed: [] };
    const handle = await bench.environment.client.workflow.start('mineNightly', {
      taskQueue: queues.pipeline,
      workflowId: 'old-night',
      args: [{}, carried],
    });
    expect(await handle.result()).toMatchObject({ sources: 3, seen: 30, added: 12, report: null });
    expect(world.calls('planNight')).toHaveLength(0);
    expect(world.calls('openSource')).toHaveLength(1);
  });
});

describe('the deadlines of a night', () => {
  it('a source that takes too long is cancelled, lets its lease go, and counts as failed', async () => {
    world.state.hanging = ['demo:two'];
    world.state.configs = { mineNightly: { sourceHours: 2 * aSecond } };
    const handle = await bench.start('mineNightly', 'slow-source');
    expect(await handle.result()).toMatchObject({
      added: 8,
      failed: [{ source: 'demo:two', failure: expect.stringContaining('it took longer than') }],
    });
    const isSlow = ({ key }: { key: string }): boolean => key === 'mine:demo:two';
    expect(world.calls('releaseLease').filter((call) => isSlow(Object(call)))).toHaveLength(1);
    const slow = bench.environment.client.workflow.getHandle('slow-source/mine/demo:two');
    expect((await slow.describe()).status.name).toBe('CANCELLED');
  });

  it('a night ends in time: what did not come to its turn is left for the next, and nobody is blamed', async () => {
    world.state.hanging = ['demo:two'];
    world.state.configs = { mineNightly: { nightHours: 2 * aSecond, atOnce: 1 } };
    const handle = await bench.start('mineNightly', 'short-night');
    expect(await handle.result()).toMatchObject({
      added: 4,
      report: { sources: { mined: 1, failed: 0, postponed: 2 } },
    });
    expect(world.calls('closeNightSource')).toMatchObject([
      { outcome: { source: 'demo:one' } },
      { outcome: { source: 'demo:two', mined: null, isOwnFailure: false } },
    ]);
  });

  it('every child has a hard limit behind its deadline', async () => {
    await (await bench.start('mineNightly', 'limited')).result();
    const child = bench.environment.client.workflow.getHandle('limited/mine/demo:one');
    const [started] = (await child.fetchHistory()).events ?? [];
    const limit = started?.workflowExecutionStartedEventAttributes?.workflowExecutionTimeout;
    expect(Number(limit?.seconds)).toBe(6.5 * 3600);
  });

  it('a night that a person aborts ends its children and tells no report', async () => {
    world.state.hanging = ['demo:one'];
    const handle = await bench.start('mineNightly', 'aborted-night');
    await bench.until('aborted-night', ({ runId }) => runId !== null);
    await handle.executeUpdate('abortRun', { args: [{ reason: 'not tonight' }] });
    expect(await handle.result()).toMatchObject({ state: 'aborted', reason: 'not tonight' });
    expect(world.calls('reportNight')).toHaveLength(0);
  });
});

describe('a night that was killed and is started again', () => {
  it('waits for a child that is left over, and mines its source itself', async () => {
    world.state.configs = { mineNightly: { sources: ['demo:one'] } };
    world.state.hanging = ['demo:one'];
    const left = await bench.start('minePullRequests', 'again/mine/demo:one');
    await bench.until('again/mine/demo:one', ({ runId }) => runId !== null);
    world.state.hanging = [];
    const handle = await bench.start('mineNightly', 'again');
    await vi.waitFor(
      async () => expect(await timersOf('again')).toContain('demo:one is still mined by another'),
      { timeout: 30_000, interval: 200 },
    );
    await left.terminate('killed with its night');
    expect(await handle.result()).toMatchObject({ added: 4, failed: [] });
  });
});

describe('a night that freezes', () => {
  const publish = { minNewItems: 5, maxShareMove: 0.2 };

  it('hands its rule and its own time to the freeze, and reports the version', async () => {
    const freeze = { publish, dataset: { settleDays: 3 } };
    const handle = await bench.start('mineNightly', 'freezing', { freeze });
    expect(await handle.result()).toMatchObject({
      dataset: { state: 'published', items: 40 },
      report: { version: { items: 40 } },
    });
    const opened = world.calls('openRun').map((call) => Object(call));
    const nominalTime = opened.find(({ workflow }) => workflow === 'mineNightly').nominalTime;
    expect(opened.find(({ workflow }) => workflow === 'freezeDataset').input).toMatchObject({
      publish,
      settleDays: 3,
      asOf: nominalTime,
      reason: `night of ${nominalTime}`,
    });
    expect(await bench.page('freezing')).toMatch(/dataset\W+done\W+40 items/);
  });

  it('ends well without a version when freezing fails, and says so', async () => {
    world.fail('freezeDataset', 'nothing_to_work_on');
    const handle = await bench.start('mineNightly', 'frostless', { freeze: { publish } });
    expect(await handle.result()).toMatchObject({
      state: 'done',
      dataset: null,
      report: { needsPerson: [expect.stringContaining('nothing_to_work_on')] },
    });
  });

  it('freezes nothing when nothing was mined', async () => {
    world.fail('openSource', 'git_failed', 3);
    const handle = await bench.start('mineNightly', 'barren', { freeze: { publish } });
    await expect(handle.result()).rejects.toThrow();
    expect(world.calls('freezeDataset')).toHaveLength(0);
  });
});
