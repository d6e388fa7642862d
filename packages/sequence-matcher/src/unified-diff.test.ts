import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at + 1}`);

describe('unifiedDiff', () => {
  it('has no file header and no line feed at its end', () => {
    expect(unifiedDiff('x = 1\ny = 2\nz = 3\n', 'x = 1\ny = 20\nz = 3\n')).toBe(
      '@@ -1,3 +1,3 @@\n x = 1\n-y = 2\n+y = 20\n z = 3',
    );
  });

  it('is empty when only line breaks or a last line feed differ', () => {
    expect(unifiedDiff('a\nb', 'a\r\nb\n')).toBe('');
    expect(unifiedDiff('', '')).toBe('');
  });

  it.each([
    ['', 'a\n', '@@ -0,0 +1 @@\n+a'],
    ['a\n', '', '@@ -1 +0,0 @@\n-a'],
    ['a\nb\n', '', '@@ -1,2 +0,0 @@\n-a\n-b'],
    ['a\n', 'b\n', '@@ -1 +1 @@\n-a\n+b'],
  ])('prints the ranges of %j to %j the Python way', (before, after, expected) => {
    expect(unifiedDiff(before, after)).toBe(expected);
  });

  it('joins changes with six unchanged lines between and parts them at seven', () => {
    const lines = numbered(20);
    const changed = (...at: number[]) =>
      lines.map((line, index) => (at.includes(index) ? 'x' : line));
    const hunkCount = (after: string[]) =>
      unifiedDiff(lines.join('\n'), after.join('\n')).split('\n@@').length;
    expect(hunkCount(changed(3, 10))).toBe(1);
    expect(hunkCount(changed(3, 11))).toBe(2);
  });

  it('shows as many unchanged lines around a change as asked', () => {
    const before = numbered(9).join('\n');
    const after = before.replace('5', 'five');
    expect(unifiedDiff(before, after, { context: 0 })).toBe('@@ -5 +5 @@\n-5\n+five');
    expect(unifiedDiff(before, after, { context: 1 })).toBe('@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6');
  });

  it('refuses a context that is no whole number from 0', () => {
    expect(() => unifiedDiff('a', 'b', { context: -1 })).toThrow(RangeError);
    expect(() => unifiedDiff('a', 'b', { context: 0.5 })).toThrow(RangeError);
  });

  it('holds exactly the lines that make the old text into the new one', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
        const diff = unifiedDiff(ended(before), ended(after), { context });
        expect(replay(before, diff)).toEqual(after);
      }),
    );
  });
});

const ended = (lines: string[]): string => lines.map((line) => `${line}\n`).join('');

/** Applies a headerless unified diff by its hunk ranges. */
function replay(before: string[], diff: string): string[] {
  const after: string[] = [];
  let at = 0;
  for (const line of diff === '' ? [] : diff.split('\n')) {
    const header = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (header) {
      const start = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      while (at < start) after.push(before[at++]!);
    } else if (line.startsWith('+')) after.push(line.slice(1));
    else {
      expect(before[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) after.push(line.slice(1));
      at += 1;
    }
  }
  return [...after, ...before.slice(at)];
}
