import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { unsafePath } from './unsafe-path.ts';

const named = (path: string | null, previousPath: string | null = null) => ({
  path,
  previousPath,
  status: 'renamed' as const,
  oldMode: '100644',
  newMode: '100644',
  oldBlob: '1',
  newBlob: '1',
});
const asked = (path: string | null, previousPath?: string) =>
  ask(unsafePath, 'paths', { found: [named(path, previousPath)], hasRenames: true });

it.each(['../a', '/etc/passwd', 'a//b', 'a/./b', 'a/.GIT/config', 'two\nlines', 'a\u2028b'])(
  'refuses %j and shows it on one line',
  (path) => {
    expect(asked(path)).toBe(JSON.stringify(path));
    expect(asked('a', path)).toBe(JSON.stringify(path));
  },
);

it('lets ordinary paths pass, dots and all', () => {
  for (const path of ['a.py', '.github/x.yml', 'a/..b', 'a b/"c".txt'])
    expect(asked(path)).toBeNull();
});
