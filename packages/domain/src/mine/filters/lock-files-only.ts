import { isLockFile, isNoiseOnly } from '../noise-change.ts';
import type { Filter } from './filter.ts';

/** SWE-RL drops a pull request when every hunk is lock file or version noise (appendix A). */
export const lockFilesOnly: Filter = {
  reason: 'lock_files_only',
  refuses: {
    paths: ({ found }) => {
      if (found === null || found === 'too_long' || found.length === 0) return null;
      const areLocks = found.every(({ path }) => path !== null && isLockFile(path));
      return areLocks ? `lock files only, such as ${found[0]?.path}` : null;
    },
    change: ({ files }) =>
      files !== null && isNoiseOnly(files.map(({ patch }) => patch))
        ? 'versions and pinned commits only'
        : null,
  },
};
