import type { Filter } from './filter.ts';

/**
 * Decontamination, second layer: a history that holds the commit a benchmark task starts from is a copy or
 * a hard fork of the benchmark's repository, whatever it is called. All of it is left out.
 */
export const benchmarkCommit: Filter = {
  reason: 'benchmark_commit',
  refuses: {
    commits: ({ benchmarkCommit: found }) =>
      found === null ? null : `the history holds ${found.id.slice(0, 12)} of ${found.task}`,
  },
};
