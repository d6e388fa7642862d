import type { Filter } from './filter.ts';

/** SWE-RL reads files at the merge base (appendix A): without one there is nothing to start from. */
export const noMergeBase: Filter = {
  reason: 'no_merge_base',
  refuses: {
    commits: ({ mergeBase }) =>
      mergeBase === null ? 'two histories without a common commit' : null,
  },
};
