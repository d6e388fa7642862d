import type { Filter } from './filter.ts';

/** SWE-RL removes extremely large changes (appendix A). */
export const tooManyFiles: Filter = {
  reason: 'too_many_files',
  refuses: {
    paths: ({ found, hasRenames }, { maxChangedFiles }) => {
      if (found === 'too_long') return `more files than git could list, at most ${maxChangedFiles}`;
      // Without renames a moved file shows twice.
      const most = hasRenames ? maxChangedFiles : 2 * maxChangedFiles;
      return found !== null && found.length > most
        ? `${hasRenames ? '' : 'about '}${found.length} files, at most ${maxChangedFiles}`
        : null;
    },
  },
};
