import { describe, expect, it } from 'vitest';
import { readGitNames } from './git-header-names.ts';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';
import { diffRatio, OracleChanges } from './file-changes.ts';
import { patchChanges } from './patch-changes.ts';
import { similarityOutcome } from './similarity-outcome.ts';
import { parseUnifiedPatch, UnparsablePatch } from './unified-patch.ts';

describe('parseUnifiedPatch', () => {
  it('prints hunks again with both counts and keeps the heading', () => {
    expect(parseUnifiedPatch('--- a/x\n+++ b/x\n@@ -1 +1 @@ def f\n-a\n+b')).toEqual([
      { source: 'a/x', target: 'b/x', binary: false, hunks: ['@@ -1,1 +1,1 @@ def f\n-a\n+b'] },
    ]);
  });

  it('takes an empty line in a hunk for an unchanged one and keeps markers of a missing line feed', () => {
    const [file] = parseUnifiedPatch(
      '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n\n-a\n\\ No newline at end of file\n+b\n',
    );
    expect(file?.hunks).toEqual(['@@ -1,2 +1,2 @@\n \n-a\n\\ No newline at end of file\n+b\n']);
  });

  it('knows created, deleted and binary files', () => {
    const text = [
      'diff --git a/new b/new\nnew file mode 100644\n',
      'diff --git a/old b/old\ndeleted file mode 100644\n',
      'diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n',
    ].join('');
    expect(parseUnifiedPatch(text).map((f) => [f.source, f.target, f.binary])).toEqual([
      ['/dev/null', 'b/new', false],
      ['a/old', '/dev/null', false],
      ['a/i.png', 'b/i.png', true],
    ]);
  });

  it.each([
    ['a hunk without a file', '@@ -1 +1 @@\n-a\n+b\n'],
    ['a hunk that ends early', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n'],
    ['a hunk that is longer than it says', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n+a\n+b\n'],
    ['a line in a hunk without a sign', '--- a/x\n+++ b/x\n@@ -1 +1 @@\nx\n'],
    ['a target name before any source name', '+++ b/x\n--- a/x\n'],
    ['a file mode outside a git header', 'new file mode 100644\n'],
    ['a binary body without a file', 'GIT binary patch\n'],
    [
      'a number of more digits than Python reads',
      `--- a\n+++ a\n@@ -${'1'.repeat(5000)} +1 @@\n-a\n`,
    ],
  ])('refuses %s', (_name, text) => {
    expect(() => parseUnifiedPatch(text)).toThrow(UnparsablePatch);
  });
});

describe('readGitNames', () => {
  it.each([
    ['diff --git a/x b/x\n', 'a/x', 'b/x'],
    ['diff --git a/x y b/x y\n', 'a/x y', 'b/x y'],
    ['diff --git a/b/x b/b/x', 'a/b/x', 'b/b/x'],
    ['diff --git svn://h/a b svn://h/c\n', 'svn://h/a b', 'svn://h/c'],
    ['diff --git x y z\n', 'x y', 'z'],
  ])('parts %j', (line, source, target) => {
    expect(readGitNames(line)).toEqual({ source, target });
  });

  it('reads no names from another line', () => {
    expect(readGitNames('diff --git onlyone\n')).toBeUndefined();
    expect(readGitNames('index 1..2\n')).toBeUndefined();
  });
});

describe('patchChanges', () => {
  const change = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';
  const score = (oracle: string, predicted: string) =>
    similarityOutcome(
      new OracleChanges(patchChanges([oracle]), diffRatio(typescriptEngine)).compare(
        patchChanges([predicted]),
      ),
    );

  it('counts a text that does not parse as no change, so junk against junk scores 1', () => {
    expect(score(change, '@@ junk')).toMatchObject({ value: 0 });
    expect(score('junk', 'other junk')).toMatchObject({ value: 1, files: [] });
  });

  it('keys a rename by its old name and compares a line that names both', () => {
    const rename = 'diff --git a/x b/y\nrename from x\nrename to y\n';
    expect(score(rename, rename)).toMatchObject({
      value: 1,
      files: [{ path: 'x', similarity: 1 }],
    });
    expect(score(rename, change)).toMatchObject({ value: 6 / 39, files: [{ path: 'x' }] });
  });

  it('scores 0 for a file entry without text, even when both sides have it', () => {
    const mode = 'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n';
    expect(score(mode, mode)).toMatchObject({ value: 0, files: [{ path: 'x', similarity: 0 }] });
  });
});
