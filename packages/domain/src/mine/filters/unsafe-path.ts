import { isSafePath } from '../changed-path.ts';
import type { Filter } from './filter.ts';

/** Paths that could be written outside of the repository, or that break lines apart. */
export const unsafePath: Filter = {
  reason: 'unsafe_path',
  refuses: {
    paths: ({ found }) => {
      if (found === null || found === 'too_long') return null;
      const paths = found.flatMap(({ path, previousPath }) => [path, previousPath]);
      const unsafe = paths.find((path) => path !== null && !isSafePath(path));
      return unsafe === undefined ? null : JSON.stringify(unsafe);
    },
  },
};
