import { expect, it } from 'vitest';
import { ask, changed, item } from '../../../test/filter-facts.ts';
import { secretFound } from './secret-found.ts';

// Put together here, so that no scanner takes this file for a leak.
const token = ['ghp', 'x7Kd93mQpL2vR8sT4wYz6bN1cF5hJ0gA3eUi'].join('_');

it('quarantines for a secret before the change or added by it, and never shows it', () => {
  const asked = (path: string, content: readonly [string | null, string | null]) =>
    ask(secretFound, 'item', item(changed({ [path]: content })));
  expect(asked('a.py', [`key = "${token}"`, 'x'])).toBe('github-token in a.py');
  expect(asked('b.py', ['x', `key = "${token}"`])).toBe('github-token in b.py');
  expect(asked('c.py', [null, `key = "${token}"`])).toBe('github-token in c.py');
  expect(asked('a.py', ['x', 'y'])).toBeNull();
});

it('quarantines for a secret that was masked in the texts', () => {
  const facts = item([], { secretsInTexts: ['slack-token'] });
  expect(ask(secretFound, 'item', facts)).toBe('slack-token in its texts');
});
