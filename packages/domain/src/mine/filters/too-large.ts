import { changedLines } from '../changed-lines.ts';
import type { Filter } from './filter.ts';

/** SWE-RL removes extremely large changes (appendix A). */
export const tooLarge: Filter = {
  reason: 'too_large',
  refuses: {
    sizes: ({ sizes }, { maxFileBytes }) => {
      const largest = sizes.reduce<number>((most, size) => Math.max(most, size ?? 0), 0);
      return largest > maxFileBytes ? `a file of ${largest} bytes, at most ${maxFileBytes}` : null;
    },
    patch: ({ found }) => (found === 'too_long' ? 'a patch longer than git may answer' : null),
    change: ({ files }, { maxChangedLines }) => {
      const lines = changedLines((files ?? []).map(({ patch }) => patch));
      return lines > maxChangedLines ? `${lines} lines, at most ${maxChangedLines}` : null;
    },
  },
};
