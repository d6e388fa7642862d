import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainUnifiedDiff } from '../test/plain-unified-diff.ts';
import { prepareLines } from './prepare-lines.ts';
import type { TextSplice } from './text-splice.ts';
import { unifiedDiff } from './unified-diff.ts';

const lineBreak = fc.oneof(
  { weight: 9, arbitrary: fc.constant('\n') },
  { weight: 2, arbitrary: fc.constantFrom('\r', '\r\n', '\n\r') },
  { weight: 1, arbitrary: fc.constantFrom('\v', '\f', '\u001c', '\u001d', '\u001e', '\u0085') },
  { weight: 1, arbitrary: fc.constantFrom('\u2028', '\u2029') },
);
const line = fc.constantFrom('', 'a', 'b', 'return', '  return', '\ud83d\ude00', '\ud83d', '+a');
const piece = fc.tuple(line, lineBreak).map((parts) => parts.join(''));
const pieces = fc.array(piece, { maxLength: 30 });
const end = fc.constantFrom('', 'end');

/** An old text and new ones that share its beginning and its end, cut anywhere. */
const versions = fc
  .tuple(pieces, end, fc.array(fc.tuple(fc.nat(60), fc.nat(60), pieces, end), { maxLength: 4 }))
  .map(([old, last, edits]) => {
    const text = old.join('') + last;
    const edited = edits.map(([from, count, added, middle]) => {
      return text.slice(0, from) + added.join('') + middle + text.slice(from + count);
    });
    return { text, newTexts: [...edited, text] };
  });

describe('prepareLines', () => {
  it('gives the diff of the definition, for any number of new texts', () => {
    fc.assert(
      fc.property(versions, fc.nat(4), ({ text, newTexts }, context) => {
        const prepared = prepareLines(text);
        for (const newText of newTexts) {
          const expected = plainUnifiedDiff(text, newText, context);
          expect(prepared.unifiedDiff(newText, { context })).toBe(expected);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the diff of the definition after splices', () => {
    const cuts = fc.array(fc.tuple(fc.nat(60), fc.nat(6), pieces, end), { maxLength: 4 });
    fc.assert(
      fc.property(versions, cuts, ({ text }, edits) => {
        const splices: TextSplice[] = [];
        let newText = '';
        let at = 0;
        for (const [skip, count, added, last] of edits) {
          const start = Math.min(at + skip, text.length);
          const stop = Math.min(start + count, text.length);
          const inserted = added.join('') + last;
          splices.push({ start, end: stop, text: inserted });
          newText += text.slice(at, start) + inserted;
          at = stop;
        }
        newText += text.slice(at);
        const expected = plainUnifiedDiff(text, newText, 3);
        expect(prepareLines(text).unifiedDiffAfter(splices)).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it('knows where the lines of its text start', () => {
    const prepared = prepareLines('a\nb\r\na\n\na');
    expect(['a', 'b', '', 'c'].map((text) => prepared.startsOf(text))).toEqual([
      [0, 5, 8],
      [2],
      [7],
      [],
    ]);
  });

  it('gives the diff of the definition where lines are popular', () => {
    const lines = fc.array(fc.integer({ min: 0, max: 130 }), { minLength: 195, maxLength: 230 });
    const text = lines.map((numbers) => numbers.map((n) => `${n < 70 ? n % 5 : n}\n`).join(''));
    fc.assert(
      fc.property(text, text, fc.nat(230), (before, other, cut) => {
        const after = before.slice(0, cut) + other.slice(cut);
        expect(prepareLines(before).unifiedDiff(after)).toBe(plainUnifiedDiff(before, after, 3));
      }),
      { numRuns: 60 },
    );
  });

  it('is what unifiedDiff gives, and keeps its text', () => {
    const prepared = prepareLines('a\nb\n');
    expect(prepared.text).toBe('a\nb\n');
    expect(prepared.unifiedDiff('a\nc\n')).toBe(unifiedDiff('a\nb\n', 'a\nc\n'));
    expect(prepared.unifiedDiff('a\nc\n', { context: 0 })).toBe('@@ -2 +2 @@\n-b\n+c');
  });
});
