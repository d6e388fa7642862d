import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { emptyChange } from './empty-change.ts';

it('refuses a change without files and one without lines', () => {
  expect(ask(emptyChange, 'paths', { found: [], hasRenames: true })).toBe('no file changed');
  expect(ask(emptyChange, 'paths', { found: null, hasRenames: true })).toBeNull();
  expect(ask(emptyChange, 'change', change(changed({ 'a.sh': ['', ''] })))).not.toBeNull();
  expect(ask(emptyChange, 'change', change(changed({ 'a.sh': ['x', 'y'] })))).toBeNull();
  expect(ask(emptyChange, 'change', change(null))).toBeNull();
});
