import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { patchDoesNotReplay } from './patch-does-not-replay.ts';

it('hands on why a patch does not replay, or that it cannot be read', () => {
  const files = changed({ 'a.py': ['x', 'y'] });
  expect(ask(patchDoesNotReplay, 'change', change(files))).toBeNull();
  expect(ask(patchDoesNotReplay, 'change', change(files, { fault: 'a.py: no' }))).toBe('a.py: no');
  expect(ask(patchDoesNotReplay, 'change', change(null))).toBe('the patch cannot be parsed');
});
