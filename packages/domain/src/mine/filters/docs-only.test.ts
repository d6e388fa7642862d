import { expect, it } from 'vitest';
import { ask, change, changed } from '../../../test/filter-facts.ts';
import { docsOnly } from './docs-only.ts';

const asked = (...paths: string[]) =>
  ask(
    docsOnly,
    'change',
    change(changed(Object.fromEntries(paths.map((path) => [path, ['x', 'y']])))),
  );

it('refuses prose, data and settings without code', () => {
  expect(asked('README.md', '.github/workflows/ci.yml')).toBe(
    'README.md, .github/workflows/ci.yml',
  );
  expect(asked('docs/a.rst', 'data/table.csv', 'pyproject.toml', 'LICENSE')).not.toBeNull();
});

it('lets code pass, whatever stands beside it', () => {
  for (const path of ['a.py', 'src/x.TSX', 'Dockerfile', 'Makefile', 'docs/conf.py', 'a.vue']) {
    expect([path, asked('README.md', path)]).toEqual([path, null]);
  }
  expect(ask(docsOnly, 'change', change(null))).toBeNull();
});
