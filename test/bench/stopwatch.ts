import { performance } from 'node:perf_hooks';

/** Wall-clock seconds that `work` takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
}

/** The least of several runs: what else the machine does only ever adds time. */
export async function leastSeconds(runs: number, work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) least = Math.min(least, await secondsOf(work));
  return least;
}
