import { languageOfPath } from '../files/language-of-path.ts';
import type { Filter } from './filter.ts';

/** SWE-RL's seeds touch programming files (appendix A); prose, data and settings alone are not enough. */
export const docsOnly: Filter = {
  reason: 'docs_only',
  refuses: {
    change: ({ files }) => {
      if (files === null || files.some(({ file }) => languageOfPath(file.path) !== null))
        return null;
      return files
        .map(({ file }) => file.path)
        .slice(0, 3)
        .join(', ');
    },
  },
};
