import type { Filter } from './filter.ts';

/** Names and contents that are no UTF-8 cannot be shown to a model, nor replayed from its answer. */
export const notUtf8: Filter = {
  reason: 'not_utf8',
  refuses: {
    paths: ({ found }) =>
      found !== null && found !== 'too_long' && found.some(({ path }) => path === null)
        ? 'the name of a file'
        : null,
    contents: ({ contents }) =>
      contents.some(({ kind }) => kind === 'not_utf8') ? 'the content of a file' : null,
  },
};
