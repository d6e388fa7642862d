import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { languageNotAllowed } from './language-not-allowed.ts';

const facts = change(
  changed({ 'a.py': ['x', 'y\nz'], 'b.go': ['x', 'y'], 'c.md': ['1\n2\n3', '4\n5\n6'] }),
);

it('goes by the language of most changed lines', () => {
  expect(facts.language).toBe('Python');
  expect(ask(languageNotAllowed, 'change', facts)).toBeNull();
  expect(ask(languageNotAllowed, 'change', facts, { languages: ['Python', 'Rust'] })).toBeNull();
  expect(ask(languageNotAllowed, 'change', facts, { languages: ['Go'] })).toBe('Python');
  const none = change(changed({ 'c.md': ['x', 'y'] }));
  expect(ask(languageNotAllowed, 'change', none, { languages: ['Go'] })).toBe('none');
});
