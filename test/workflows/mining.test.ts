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
    .map((event) => Buffer.from(event.userMetadata?.summary?.data ?? []).toString());
}

describe('mining a source', () => {
  it('walks every page of every repository and reports the totals', async () => {
    world.state.repositories = ['acme/one', 'acme/two'];
    world.state.pages = 3;
    const handle = await bench.start('minePullRequests', 'mine-all');
    expect(await handle.result()).toMatchObject({
      state: 'done',
      repositories: 2,
      mined: { seen: 60, kept: 24, funnel: { bot_author: 36 } },
    });
    expect(world.calls('extractItems')).toHaveLength(6);
    expect(world.calls('acquireLease')).toMatchObject([{ key: 'mine:demo:' }]);
    expect(world.calls('releaseLease')).toMatchObject([{ key: 'mine:demo:', epoch: 1 }]);
  });

  it('sleeps out a rate limit in the workflow and goes on from its cursor', async () => {
    world.state.rateLimits = [400, 400, 400];
    const handle = await bench.start('minePullRequests', 'mine-slowly');
    expect(await handle.result()).toMatchObject({ state: 'done', mined: { seen: 10 } });
    const timers = await timersOf('mine-slowly');
    expect(timers.filter((summary) => summary.includes('rate limit'))).toHaveLength(3);
    expect(world.calls('extractItems')).toHaveLength(1);
  });

  it('sleeps out a rate limit before the source is open, and takes hydration up where it was', async () => {
    world.state.openingLimits = [300];
    world.state.rateLimits = [100, 300];
    const handle = await bench.start('minePullRequests', 'mine-late');
    expect(await handle.result()).toMatchObject({ state: 'done', mined: { seen: 10 } });
    const timers = await timersOf('mine-late');
    expect(timers.filter((summary) => summary.includes('rate limit'))).toHaveLength(3);
    expect(world.calls('openSource')).toHaveLength(2);
  });

  it('hands what was hydrated before a wait to the next attempt', async () => {
    world.state.hydrationLimits = [200];
    const handle = await bench.start('minePullRequests', 'mine-halves');
    await handle.result();
    const cursors = world.calls('hydratePullRequests').map((call) => Object(call).cursor);
    expect(cursors).toEqual([null, 'half of it']);
  });

  it('extracts nothing where hydration shows that nothing has changed', async () => {
    world.state.unchanged = true;
    const handle = await bench.start('minePullRequests', 'mine-unchanged');
    expect(await handle.result()).toMatchObject({ state: 'done' });
    expect(world.calls('extractItems')).toHaveLength(0);
    expect(world.calls('closeRepository')).toHaveLength(1);
  });

  it('goes on with the rest when one of several repositories is gone, and says so', async () => {
    world.state.repositories = ['acme/one', 'acme/two', 'acme/three'];
    world.state.gone = ['acme/two'];
    const handle = await bench.start('minePullRequests', 'mine-rest');
    expect(await handle.result()).toMatchObject({
      repositories: 3,
      lost: [{ repository: 'acme/two', reason: 'it was deleted' }],
    });
    expect(world.calls('closeRepository')).toHaveLength(2);
    expect(await bench.page('mine-rest')).toContain('acme/two: it was deleted');
  });

  it('fails when the only repository is gone, and tries no more', async () => {
    world.state.gone = ['acme/one'];
    const handle = await bench.start('minePullRequests', 'mine-gone');
    await expect(handle.result()).rejects.toThrow();
    expect(world.calls('pagePullRequests')).toHaveLength(1);
    expect(world.calls('closeRun')).toMatchObject([
      { state: 'failed', summary: expect.stringContaining('it was deleted') },
    ]);
  });

  it('shows what it will cost of the quota before it starts, and fails for no want of that', async () => {
    const handle = await bench.start('minePullRequests', 'mine-plan', { planOnly: true });
    expect(await handle.result()).toMatchObject({
      state: 'planned',
      plan: expect.arrayContaining([expect.stringContaining('1 token: under a minute')]),
    });
    expect(await bench.page('mine-plan')).toContain('1 token: under a minute');
    world.fail('planQuota', 'internal', 2);
    const blind = await bench.start('minePullRequests', 'mine-blind');
    expect(await blind.result()).toMatchObject({ state: 'done' });
  });

  it('continues as new after so many pages, in the middle of a repository', async () => {
    world.state.pages = 5;
    world.state.repositories = ['acme/one', 'acme/two'];
    world.state.configs = { minePullRequests: { pagesPerRun: 3 } };
    const handle = await bench.start('minePullRequests', 'mine-long');
    expect(await handle.result()).toMatchObject({ mined: { seen: 100 }, repositories: 2 });
    expect(world.calls('extractItems')).toHaveLength(10);
    expect(world.calls('closeRepository')).toHaveLength(2);
    expect(world.calls('recordStage')).toHaveLength(2);
    expect(await runsOf('mine-long')).toBe(4);
  });

  it('waits for a lease and says who holds it', async () => {
    const until = Date.now() + 1500;
    world.state.holders.set('mine:demo:', { holder: 'last-night', until });
    const handle = await bench.start('minePullRequests', 'mine-second');
    await bench.until('mine-second', ({ runId }) => runId !== null);
    const summary = `Waits for lease mine:demo:, held by last-night`;
    expect(await handle.result()).toMatchObject({ state: 'done' });
    expect((await timersOf('mine-second'))[0]).toContain(summary);
  });

  it('gives its lease back when it fails', async () => {
    world.fail('openSource', 'git_failed');
    const handle = await bench.start('minePullRequests', 'mine-nothing');
    await expect(handle.result()).rejects.toThrow();
    expect(world.calls('releaseLease')).toHaveLength(1);
    expect(world.calls('closeRun')).toMatchObject([{ state: 'failed' }]);
  });
});
