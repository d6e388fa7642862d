import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { tooLarge } from './too-large.ts';

it('measures files in bytes, changes in lines, and gives up on endless patches', () => {
  expect(ask(tooLarge, 'sizes', { sizes: [10, 11, null] }, { maxFileBytes: 10 })).toBe(
    'a file of 11 bytes, at most 10',
  );
  expect(ask(tooLarge, 'sizes', { sizes: [10] }, { maxFileBytes: 10 })).toBeNull();
  expect(ask(tooLarge, 'patch', { found: 'too_long' })).not.toBeNull();
  expect(ask(tooLarge, 'patch', { found: { changes: [], patch: '' } })).toBeNull();
  const files = changed({ 'a.py': ['1\n2', '3\n4\n5'], 'b.py': [null, '6'] });
  expect(ask(tooLarge, 'change', change(files), { maxChangedLines: 5 })).toBe('6 lines, at most 5');
  expect(ask(tooLarge, 'change', change(files), { maxChangedLines: 6 })).toBeNull();
});
