import { expect, it } from 'vitest';
import { ask, origin } from '../../../test/filter-facts.ts';
import { revert } from './revert.ts';

it('says what is taken back, when that is known', () => {
  const of = (pullRequest: number | null, commit: string | null) =>
    ask(revert, 'origin', origin({ reverts: { pullRequest, commit } }));
  expect(of(12, null)).toBe('takes back #12');
  expect(of(null, 'a'.repeat(40))).toBe('takes back aaaaaaaaaaaa');
  expect(of(null, null)).toBe('does not say what it takes back');
  expect(ask(revert, 'origin', origin())).toBeNull();
});
