import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { botAuthor } from './bot-author.ts';

it('refuses bots unless they are asked for, and nobody else', () => {
  const bot = origin({ author: { kind: 'bot', evidence: ['an account of type Bot'] } });
  expect(ask(botAuthor, 'origin', bot)).toBe('an account of type Bot');
  expect(ask(botAuthor, 'origin', bot, { authorKinds: ['human', 'bot'] })).toBeNull();
  expect(ask(botAuthor, 'origin', origin())).toBeNull();
  expect(ask(botAuthor, 'origin', origin({ author: { kind: 'agent', evidence: [] } }))).toBeNull();
});
