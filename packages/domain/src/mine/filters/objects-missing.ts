import type { Filter } from './filter.ts';

/** Commits that nobody holds any more, trees and files that a damaged or partial mirror lacks. */
export const objectsMissing: Filter = {
  reason: 'objects_missing',
  refuses: {
    commits: ({ head, baseTip }) => {
      if (head === null) return 'the head commit';
      return baseTip === null ? 'the base commit' : null;
    },
    paths: ({ found }) => (found === null ? 'a tree' : null),
    sizes: ({ sizes }) => (sizes.includes(null) ? 'a changed file' : null),
    patch: ({ found }) => (found === null ? 'what the patch is made of' : null),
    contents: ({ contents }) =>
      contents.some(({ kind }) => kind === 'missing') ? 'a changed file' : null,
  },
};
