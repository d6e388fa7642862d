import { isSymlink } from '../changed-path.ts';
import type { Filter } from './filter.ts';

/** A symbolic link's content is a path, and not what stands behind it. */
export const symlink: Filter = {
  reason: 'symlink',
  refuses: {
    paths: ({ found }) => {
      if (found === null || found === 'too_long') return null;
      return found.find(isSymlink)?.path ?? (found.some(isSymlink) ? 'a symbolic link' : null);
    },
  },
};
