// Program of a thread for the tests of the pool: parts that take forever, fill the memory, end the thread.
import { serveBatches } from './serve-batches.ts';

/** What a part does; anything else is answered as it came. */
export type OddJob = 'forever' | 'fill the memory' | 'exit' | 'exit once' | 'throw' | (string & {});

export interface OddShared {
  /** How often parts were begun, over all threads; then whether `exit once` has happened. */
  readonly counters: Int32Array<SharedArrayBuffer>;
  /** Done while preparing. */
  readonly first?: OddJob;
}

function doOddJob(job: OddJob, counters: OddShared['counters']): string {
  if (job === 'throw') throw new RangeError('too odd');
  if (job === 'exit') process.exit(3);
  if (job === 'exit once' && Atomics.exchange(counters, 1, 1) === 0) process.exit(3);
  while (job === 'forever');
  for (const kept: object[] = []; job === 'fill the memory';) kept.push({ kept: [kept.length] });
  return `done ${job}`;
}

serveBatches<OddShared, OddJob, string>({
  facts: { engine: 'odd' },
  prepare: ({ counters, first }) => {
    if (first !== undefined) doOddJob(first, counters);
    return (job) => {
      Atomics.add(counters, 0, 1);
      return doOddJob(job, counters);
    };
  },
});
