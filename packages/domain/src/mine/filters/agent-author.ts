import type { Filter } from './filter.ts';

/** Coding agents, alone or with a person (AIDev, arXiv 2507.15003); see `authorOf`. */
export const agentAuthor: Filter = {
  reason: 'agent_author',
  refuses: {
    origin: ({ author: { kind, evidence } }, { authorKinds }) => {
      if (kind === 'human' || kind === 'bot' || authorKinds.includes(kind)) return null;
      const who = kind === 'agent' ? 'a coding agent' : 'a person with a coding agent';
      return `${who}: ${evidence.join(', ')}`;
    },
  },
};
