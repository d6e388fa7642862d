import type { Filter } from './filter.ts';

/** Decontamination, second layer: the change that a benchmark asks for, wherever it stands. */
export const benchmarkPatch: Filter = {
  reason: 'benchmark_patch',
  refuses: {
    item: ({ item, benchmarks }) => {
      const task = benchmarks?.taskOfPatch(item.patch) ?? null;
      return task === null ? null : `the patch of ${task}`;
    },
  },
};
