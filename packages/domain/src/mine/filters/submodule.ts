import { isSubmodule } from '../changed-path.ts';
import type { Filter } from './filter.ts';

/** A submodule's change is a commit id, not text. */
export const submodule: Filter = {
  reason: 'submodule',
  refuses: {
    paths: ({ found }) => {
      if (found === null || found === 'too_long') return null;
      return found.find(isSubmodule)?.path ?? (found.some(isSubmodule) ? 'a submodule' : null);
    },
  },
};
