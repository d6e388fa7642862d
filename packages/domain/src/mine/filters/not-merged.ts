import type { Filter } from './filter.ts';

/** SWE-RL learns from merged pull requests only (appendix A). */
export const notMerged: Filter = {
  reason: 'not_merged',
  refuses: {
    origin: ({ candidate }) => (candidate.merged ? null : 'open, or closed without a merge'),
  },
};
