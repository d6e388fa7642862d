import type { Filter } from './filter.ts';

/** Nothing to learn: no file, or modes and names only. */
export const emptyChange: Filter = {
  reason: 'empty_change',
  refuses: {
    paths: ({ found }) => (found?.length === 0 ? 'no file changed' : null),
    change: ({ files }) =>
      files?.every(({ changedLines }) => changedLines === 0) === true
        ? 'modes or names of files only'
        : null,
  },
};
