import { parsePatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { isLockFile, isNoiseOnly, isVersionBump } from './noise-change.ts';

const patchOf = (path: string, ...lines: string[]) => {
  const old = lines.filter((line) => !line.startsWith('+')).length;
  const now = lines.filter((line) => !line.startsWith('-')).length;
  return `--- a/${path}\n+++ b/${path}\n@@ -1,${old} +1,${now} @@\n${lines.join('\n')}\n`;
};

describe('isNoiseOnly', () => {
  it('flags lock files whatever changes in them', () => {
    expect(isNoiseOnly(parsePatch(patchOf('web/yarn.lock', '-a', '+b', '+c')))).toBe(true);
  });

  it('keeps a pull request with one hunk that is not noise', () => {
    const noise = patchOf('package-lock.json', '-a', '+b');
    expect(isNoiseOnly(parsePatch(noise + patchOf('src/a.ts', '-a', '+b')))).toBe(false);
  });

  it('does not call a change without hunks noise', () => {
    expect(isNoiseOnly([])).toBe(false);
    expect(isNoiseOnly([{ newFileName: 'b/yarn.lock', hunks: [] }])).toBe(false);
  });
});

describe('isVersionBump', () => {
  it.each([
    [['-carton==2.0.0', '+carton==2.0.1']],
    [['-  "version": "1.4",', '+  "version": "1.5",']],
    [['-    rev: v3.1', '+    rev: v4.0']],
    [['-      - uses: actions/checkout@v3', '+      - uses: actions/checkout@v4']],
    [[`-  ref ${'a'.repeat(40)}`, `+  ref ${'b'.repeat(40)}`]],
    [[' context', '-a = "1.0.0"', '-b = "1.0.0"', '+a = "1.0.1"', '+b = "1.0.1"']],
  ])('flags %j', (lines) => {
    expect(isVersionBump(lines)).toBe(true);
  });

  it.each([
    [['-limit = 10', '+limit = 20']],
    [['-scale = 1.5', '+scale = 2.5']],
    [['-carton==2.0.0', '+carton==2.0.1', '+wicket==1.0.0']],
    [['+carton==2.0.0']],
    [['-old', '+new']],
    [[' context']],
  ])('keeps %j', (lines) => {
    expect(isVersionBump(lines)).toBe(false);
  });
});

describe('isLockFile', () => {
  it('goes by the whole name of the file', () => {
    expect(isLockFile('a/b/Cargo.lock')).toBe(true);
    expect(isLockFile('a/block')).toBe(false);
    expect(isLockFile('my-yarn.lock')).toBe(false);
  });
});
