import type { Filter } from './filter.ts';

/** A revert restores what was there; its issue is the change that it takes back. */
export const revert: Filter = {
  reason: 'revert',
  refuses: {
    origin: ({ reverts }) => {
      if (reverts === null) return null;
      const { pullRequest, commit } = reverts;
      if (pullRequest !== null) return `takes back #${pullRequest}`;
      return commit === null
        ? 'does not say what it takes back'
        : `takes back ${commit.slice(0, 12)}`;
    },
  },
};
