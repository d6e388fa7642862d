import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { symlink } from './symlink.ts';

const change = (oldMode: string, newMode: string, path: string | null = 'a') => ({
  path,
  previousPath: null,
  status: 'modified' as const,
  oldMode,
  newMode,
  oldBlob: '1',
  newBlob: '2',
});

it('is told by the mode before or after', () => {
  const asked = (...found: ReturnType<typeof change>[]) =>
    ask(symlink, 'paths', { found, hasRenames: true });
  expect(asked(change('100644', '100755'))).toBeNull();
  expect(asked(change('100644', '100644'), change('100644', '120000', 'b'))).toBe('b');
  expect(asked(change('120000', '000000'))).toBe('a');
  expect(asked(change('120000', '120000', null))).not.toBeNull();
  expect(ask(symlink, 'paths', { found: null, hasRenames: true })).toBeNull();
});
