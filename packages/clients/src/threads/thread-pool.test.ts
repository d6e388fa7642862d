import { afterEach, describe, expect, it } from 'vitest';
import type { OddJob, OddShared } from './odd-jobs.test-thread.ts';
import { ThreadPool, type ThreadPoolOptions } from './thread-pool.ts';

const program = new URL('./odd-jobs.test-thread.ts', import.meta.url);
const opened: ThreadPool<OddShared, OddJob, string>[] = [];

function openPool(options: Partial<ThreadPoolOptions> = {}) {
  const pool = new ThreadPool<OddShared, OddJob, string>({ program, threads: 1, ...options });
  opened.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

const oddCounters = (): OddShared['counters'] => new Int32Array(new SharedArrayBuffer(8));
const shared = (): OddShared => ({ counters: oddCounters() });
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `${n + from}`);
const done = (jobs: readonly string[]) => jobs.map((job) => ({ result: `done ${job}` }));

describe('a pool of threads', () => {
  it('starts no thread before there is work, and keeps those that it has', async () => {
    const pool = openPool({ threads: 3 });
    expect(pool.stats()).toMatchObject({ threads: 0, threadsStarted: 0, facts: {} });
    for (const jobs of [numbered(16), [], numbered(3)]) {
      expect(await pool.run({ shared: shared(), parts: jobs })).toEqual(done(jobs));
    }
    expect(pool.stats()).toMatchObject({ threads: 1, threadsStarted: 1, batches: 2, parts: 19 });
    expect(pool.stats().facts).toEqual({ engine: 'odd' });
  });

  it('works off more batches than it has threads, each answered in its own order', async () => {
    const pool = openPool({ threads: 2 });
    const batches = Array.from({ length: 20 }, (_, n) => numbered(5, n * 5));
    const answers = await Promise.all(
      batches.map((parts) => pool.run({ shared: shared(), parts })),
    );
    expect(answers).toEqual(batches.map(done));
    expect(pool.stats()).toMatchObject({ threads: 2, threadsStarted: 2 });
  });

  it('stops a part that runs over its time and loses nothing else', async () => {
    const pool = openPool({ partTimeoutSeconds: 2 });
    const parts = [...numbered(7), 'forever', ...numbered(7)];
    const waiting = pool.run({ shared: shared(), parts: ['next'] });
    const outcomes = await pool.run({ shared: shared(), parts });
    expect(outcomes.map((each) => ('lost' in each ? each.lost : each.result))).toEqual(
      parts.map((job) => (job === 'forever' ? 'timeout' : `done ${job}`)),
    );
    expect(await waiting).toEqual(done(['next']));
    expect(pool.stats()).toMatchObject({ threadsStarted: 2, lost: { timeout: 1, thread_died: 0 } });
  });

  it('finds the part that fills the memory, and only that', async () => {
    const pool = openPool({ memoryMegabytes: 32 });
    const parts = ['a', 'fill the memory', 'b', 'throw'];
    const outcomes = await pool.run({ shared: shared(), parts });
    expect(outcomes).toMatchObject([
      { result: 'done a' },
      { lost: 'out_of_memory' },
      { result: 'done b' },
      { lost: 'threw', message: 'RangeError: too odd' },
    ]);
  });

  it('loses nothing when a thread dies once, and the part at which threads always die', async () => {
    const pool = openPool();
    const parts = ['a', 'exit once', 'b'];
    expect(await pool.run({ shared: shared(), parts })).toEqual(done(parts));
    const deadly = await pool.run({ shared: shared(), parts: ['a', 'exit', 'b'] });
    expect(deadly).toMatchObject([
      { result: 'done a' },
      { lost: 'thread_died' },
      { result: 'done b' },
    ]);
  });

  it.each([
    ['throw', 'threw'],
    ['forever', 'timeout'],
    ['exit', 'thread_died'],
    ['fill the memory', 'out_of_memory'],
  ] as const)('loses all parts with what they share: %s', async (first, lost) => {
    const pool = openPool({ partTimeoutSeconds: 2, memoryMegabytes: 32 });
    const bad = await pool.run({ shared: { ...shared(), first }, parts: ['a', 'b', 'c'] });
    expect(bad.map((each) => 'lost' in each && each.lost)).toEqual([lost, lost, lost]);
    expect(await pool.run({ shared: shared(), parts: ['a'] })).toEqual(done(['a']));
  });

  it('stops at once when it is told to, and goes on with other work', async () => {
    const pool = openPool({ partTimeoutSeconds: 3600 });
    const stop = new AbortController();
    const counters = oddCounters();
    const running = pool.run({ shared: { counters }, parts: ['forever'] }, stop.signal);
    const waiting = pool.run({ shared: { counters }, parts: ['a'] }, stop.signal);
    const told = Promise.allSettled([running, waiting]);
    const other = pool.run({ shared: { counters }, parts: ['b'] });
    while (Atomics.load(counters, 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('enough'));
    const { reason } = stop.signal;
    expect(await told).toEqual([1, 2].map(() => ({ status: 'rejected', reason })));
    expect(await other).toEqual(done(['b']));
    await expect(pool.run({ shared: { counters }, parts: ['c'] }, stop.signal)).rejects.toThrow(
      'enough',
    );
  });

  it('can be closed in the middle of work and leaves no thread behind', async () => {
    const pool = openPool({ threads: 2 });
    const counters = oddCounters();
    const jobs = ['forever', 'forever', 'a'].map((job) =>
      pool.run({ shared: { counters }, parts: [job] }).catch(String),
    );
    while (Atomics.load(counters, 0) < 2) await new Promise((resolve) => setImmediate(resolve));
    await pool.close();
    expect(await Promise.all(jobs)).toEqual(jobs.map(() => 'Error: the thread pool is closed'));
    expect(pool.stats().threads).toBe(0);
    await expect(pool.run({ shared: { counters }, parts: ['a'] })).rejects.toThrow('is closed');
  });

  it('says that its program does not start, and loses no part to that', async () => {
    const pool = openPool({ program: new URL('./part-outcome.ts', import.meta.url) });
    const work = pool.run({ shared: shared(), parts: ['a'] });
    await expect(work).rejects.toThrow(/a thread did not start/);
    expect(pool.stats()).toMatchObject({ threads: 0, threadsStarted: 3, parts: 0 });
  });
});
