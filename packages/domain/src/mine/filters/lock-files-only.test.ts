import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { lockFilesOnly } from './lock-files-only.ts';

const at = (path: string | null) => ({
  path,
  previousPath: null,
  status: 'modified' as const,
  oldMode: '100644',
  newMode: '100644',
  oldBlob: '1',
  newBlob: '2',
});

it('refuses lock files alone, and versions alone', () => {
  const paths = (...all: (string | null)[]) =>
    ask(lockFilesOnly, 'paths', { found: all.map(at), hasRenames: true });
  expect(paths('a/yarn.lock', 'go.sum')).toBe('lock files only, such as a/yarn.lock');
  expect(paths('yarn.lock', 'a.ts')).toBeNull();
  expect(paths(null)).toBeNull();
  expect(paths()).toBeNull();
  const bump = changed({ 'setup.py': ["version='1.0.0'", "version='1.0.1'"] });
  expect(ask(lockFilesOnly, 'change', change(bump))).toBe('versions and pinned commits only');
  expect(ask(lockFilesOnly, 'change', change(changed({ 'a.py': ['x', 'y'] })))).toBeNull();
});
