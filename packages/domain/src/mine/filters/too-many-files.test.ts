import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { tooManyFiles } from './too-many-files.ts';

const files = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    path: `${at}.py`,
    previousPath: null,
    status: 'added' as const,
    oldMode: '000000',
    newMode: '100644',
    oldBlob: null,
    newBlob: '1',
  }));

it('counts files, and lets a moved file show twice where renames are not known yet', () => {
  const asked = (count: number, hasRenames: boolean) =>
    ask(tooManyFiles, 'paths', { found: files(count), hasRenames }, { maxChangedFiles: 3 });
  expect(asked(3, true)).toBeNull();
  expect(asked(4, true)).toBe('4 files, at most 3');
  expect(asked(6, false)).toBeNull();
  expect(asked(7, false)).toBe('about 7 files, at most 3');
  expect(ask(tooManyFiles, 'paths', { found: 'too_long', hasRenames: false })).not.toBeNull();
});
