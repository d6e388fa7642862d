import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { agentAuthor } from './agent-author.ts';

it('refuses agents and people with agents unless they are asked for', () => {
  const by = (kind: 'agent' | 'mixed') =>
    origin({ author: { kind, evidence: ['the branch codex/'] } });
  expect(ask(agentAuthor, 'origin', by('agent'))).toBe('a coding agent: the branch codex/');
  expect(ask(agentAuthor, 'origin', by('mixed'))).toMatch(/^a person with a coding agent: /);
  expect(ask(agentAuthor, 'origin', by('mixed'), { authorKinds: ['human', 'mixed'] })).toBeNull();
  expect(ask(agentAuthor, 'origin', origin())).toBeNull();
});
