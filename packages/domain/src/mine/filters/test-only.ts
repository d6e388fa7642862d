import { languageOfPath } from '../files/language-of-path.ts';
import { isTestPath } from '../files/test-path.ts';
import type { Filter } from './filter.ts';

/** A change of tests alone fixes nothing that an issue could ask for. */
export const testOnly: Filter = {
  reason: 'test_only',
  refuses: {
    change: ({ files }) => {
      const code = (files ?? [])
        .map(({ file }) => file.path)
        .filter((path) => languageOfPath(path) !== null);
      return code.length > 0 && code.every(isTestPath) ? code.slice(0, 3).join(', ') : null;
    },
  },
};
