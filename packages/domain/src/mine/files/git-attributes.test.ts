import { expect, it } from 'vitest';
import { GitAttributes } from './git-attributes.ts';

const attributes = new GitAttributes(
  [
    '# comment',
    '*.pb.go linguist-generated=true text',
    'third/** linguist-vendored',
    'third/own/* -linguist-vendored',
    '/root.js linguist-generated',
    '"with space.ts" linguist-generated',
    '*.md diff=markdown',
  ].join('\n'),
);

it.each([
  ['a/b/x.pb.go', true, undefined],
  ['third/a/b.c', undefined, true],
  ['third/own/b.c', undefined, false],
  ['root.js', true, undefined],
  ['src/root.js', undefined, undefined],
  ['src/with space.ts', true, undefined],
  ['a.md', undefined, undefined],
])('says of %s what git would', (path, isGenerated, isVendored) => {
  expect(attributes.of(path)).toEqual({ isGenerated, isVendored });
});

it('ignores patterns that would take long to match', () => {
  const hostile = new GitAttributes(`${'*a'.repeat(50)} linguist-generated`);
  expect(hostile.of('a'.repeat(2_000))).toEqual({ isGenerated: undefined, isVendored: undefined });
});
