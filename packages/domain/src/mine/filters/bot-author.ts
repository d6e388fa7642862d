import type { Filter } from './filter.ts';

/** Bots, by SWE-RL's rule and by account type; see `authorOf`. */
export const botAuthor: Filter = {
  reason: 'bot_author',
  refuses: {
    origin: ({ author: { kind, evidence } }, { authorKinds }) =>
      kind === 'bot' && !authorKinds.includes(kind) ? evidence.join(', ') : null,
  },
};
