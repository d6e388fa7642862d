import type { Filter } from './filter.ts';

/** The language of most changed lines; an empty list allows all. */
export const languageNotAllowed: Filter = {
  reason: 'language_not_allowed',
  refuses: {
    change: ({ language }, { languages }) =>
      languages.length === 0 || (language !== null && languages.includes(language))
        ? null
        : (language ?? 'none'),
  },
};
