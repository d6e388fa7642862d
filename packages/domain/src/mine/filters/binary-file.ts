import type { Filter } from './filter.ts';

/** A NUL byte makes a file binary, as for git. */
export const binaryFile: Filter = {
  reason: 'binary_file',
  refuses: {
    contents: ({ contents }) =>
      contents.some(({ kind }) => kind === 'binary') ? 'a content with NUL bytes' : null,
  },
};
