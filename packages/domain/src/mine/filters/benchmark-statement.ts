import type { Filter } from './filter.ts';

/** Decontamination, third layer: texts that share words in a row with a benchmark's statement, or are much alike. */
export const benchmarkStatement: Filter = {
  reason: 'benchmark_statement',
  refuses: {
    item: ({ item: { title, body, issues }, benchmarks }) => {
      if (benchmarks === null) return null;
      const texts = issues.map((issue) => `${issue.title ?? ''}\n${issue.body ?? ''}`);
      for (const text of [...texts, `${title}\n${body}`]) {
        const overlap = benchmarks.overlapOf(text);
        if (overlap !== null) return overlap;
      }
      return null;
    },
  },
};
