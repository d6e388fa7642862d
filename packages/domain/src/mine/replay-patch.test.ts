import { parsePatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { replayPatch } from './replay-patch.ts';

const head = (path: string) =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n`;
const modified = (path: string, before: string, after: string) => ({
  path,
  previousPath: null,
  before,
  after,
});
const replay = (patch: string, ...files: Parameters<typeof replayPatch>[1][number][]) =>
  replayPatch(parsePatch(patch), files);

describe('replayPatch', () => {
  it('keeps a change that reproduces the head', () => {
    expect(replay(`${head('a')}@@ -1 +1 @@\n-x\n+y\n`, modified('a', 'x\n', 'y\n'))).toBeNull();
  });

  it('keeps CRLF as it is and refuses a patch that would only fit after conversion', () => {
    const crlf = `${head('a')}@@ -1,2 +1,2 @@\n-x\r\n+y\r\n z\r\n`;
    expect(replay(crlf, modified('a', 'x\r\nz\r\n', 'y\r\nz\r\n'))).toBeNull();
    expect(replay(crlf, modified('a', 'x\nz\n', 'y\nz\n'))).toContain('does not fit');
  });

  it('follows a missing newline at the end of file on either side', () => {
    const none = '\\ No newline at end of file\n';
    expect(
      replay(`${head('a')}@@ -1 +1 @@\n-x\n${none}+y\n`, modified('a', 'x', 'y\n')),
    ).toBeNull();
    expect(
      replay(`${head('a')}@@ -1 +1 @@\n-x\n+y\n${none}`, modified('a', 'x\n', 'y')),
    ).toBeNull();
    expect(
      replay(`${head('a')}@@ -1 +1 @@\n-x\n${none}+y\n${none}`, modified('a', 'x', 'y')),
    ).toBeNull();
    expect(replay(`${head('a')}@@ -1 +1 @@\n-x\n+y\n`, modified('a', 'x\n', 'y'))).toContain(
      'differs',
    );
  });

  it('knows renames, new, removed and empty files, and files whose mode alone changed', () => {
    const patch = [
      'diff --git a/old name b/new name\nsimilarity index 100%\nrename from old name\nrename to new name\n',
      'diff --git a/new b/new\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n',
      'diff --git a/gone b/gone\ndeleted file mode 100644\nindex 1..0\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      'diff --git a/empty b/empty\nnew file mode 100644\nindex 0..1\n',
      'diff --git a/run b/run\nold mode 100644\nnew mode 100755\n',
    ].join('');
    const files = [
      { path: 'new name', previousPath: 'old name', before: 'x\n', after: 'x\n' },
      { path: 'new', previousPath: null, before: null, after: 'x\n' },
      { path: 'gone', previousPath: null, before: 'x\n', after: null },
      { path: 'empty', previousPath: null, before: null, after: '' },
      { path: 'run', previousPath: null, before: 'x\n', after: 'x\n' },
    ];
    expect(replay(patch, ...files)).toBeNull();
  });

  it('reads names that git quotes', () => {
    const quoted = String.raw`"a/tab\there \303\251.txt" "b/tab\there \303\251.txt"`;
    const [a, b] = quoted.split(' "b/').map((part, index) => (index === 0 ? part : `"b/${part}`));
    const patch = `diff --git ${quoted}\nindex 1..2 100644\n--- ${a}\n+++ ${b}\n@@ -1 +1 @@\n-x\n+y\n`;
    expect(replay(patch, modified('tab\there \u00e9.txt', 'x\n', 'y\n'))).toBeNull();
  });

  it('refuses a patch for other files, or for more or fewer', () => {
    const patch = `${head('a')}@@ -1 +1 @@\n-x\n+y\n`;
    expect(replay(patch, modified('b', 'x\n', 'y\n'))).toContain('is called a/a');
    expect(replay(patch)).toContain('names 1 files where 0 changed');
  });

  it('refuses context that is not there', () => {
    const patch = `${head('a')}@@ -1,2 +1,2 @@\n-x\n+y\n z\n`;
    expect(replay(patch, modified('a', 'x\nother\n', 'y\nother\n'))).toBe('a: a hunk does not fit');
  });
});
