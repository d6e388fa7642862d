import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from './tracked-files.ts';

const emptyNames = new Set(['util', 'utils', 'common', 'helper', 'helpers', 'shared', 'lib']);

/** Parts of a path that say nothing about what is there. */
function emptyNamesIn(file: string): readonly string[] {
  return file.split('/').filter((part) => emptyNames.has(part.replace(/\..*$/, '').toLowerCase()));
}

function isKebabCase(file: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(basename(file));
}

/** A file that passes on what another one exports; the index of the workflows is the only door of that kind. */
function isBarrel(text: string): boolean {
  return /^export\s+(type\s+)?(\*|\{[^}]*\})\s*(as\s+\w+\s+)?from\s/m.test(text);
}

const sources = trackedFiles().filter((file) => /\.(ts|mjs)$/.test(file));

describe('names say what is there', () => {
  it('no file, folder or package is called utils, common, helpers, shared or lib', () => {
    expect(trackedFiles().flatMap((file) => (emptyNamesIn(file).length > 0 ? [file] : []))).toEqual(
      [],
    );
    expect(emptyNamesIn('packages/domain/src/utils.ts')).toEqual(['utils.ts']);
    expect(emptyNamesIn('packages/shared/src/a.ts')).toEqual(['shared']);
  });

  it('source files are kebab-case', () => {
    expect(sources.filter((file) => !isKebabCase(file))).toEqual([]);
    expect(isKebabCase('src/readFile.ts')).toBe(false);
  });

  it('only the index of the workflows passes on what others export', () => {
    const barrels = sources.filter(
      (file) => !file.startsWith('test/house/') && isBarrel(textOf(file) ?? ''),
    );
    expect(barrels.filter((file) => file !== 'packages/workflows/src/index.ts')).toEqual([]);
    expect(isBarrel("export { a } from './a.ts';\n")).toBe(true);
    expect(isBarrel("export type { A } from './a.ts';\n")).toBe(true);
  });
});
