import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMatchingBlocks, unpopular } from '../test/plain-matcher.ts';
import { matchLines } from './line-matcher.ts';
import type { Allowance } from './sampled-lines.ts';

const atOnceByGrams = { perSearch: -1, perRow: 0 };

/** Blocks of lines that are given by numbers, in the form of the plain port. */
const listed = (a: number[], b: number[], allowance?: Allowance) => {
  const lines = { a: Int32Array.from(a), b: Int32Array.from(b), lineCount: 1_000 };
  return matchLines(lines, allowance).map((block) => [block.aStart, block.bStart, block.length]);
};
const plain = (a: number[], b: number[]) => {
  const [aLines, bLines] = [a.map(String), b.map(String)];
  return plainMatchingBlocks(aLines, bLines, unpopular(bLines));
};

describe('matchLines', () => {
  it('equals the plain recursion below 200 lines', () => {
    const lines = fc.array(fc.nat(3), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const expected = plain(a, b);
        expect(listed(a, b)).toEqual(expected);
        expect(listed(a, b, atOnceByGrams)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves popular lines out of the index from 200 lines on and extends over them', () => {
    const line = fc.integer({ min: 0, max: 160 }).map((n) => (n < 60 ? n % 4 : n));
    const lines = fc.array(line, { minLength: 196, maxLength: 206 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const expected = plain(a, b);
        expect(listed(a, b)).toEqual(expected);
        expect(listed(a, b, atOnceByGrams)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('starts no block at a popular line when nothing unpopular is shared', () => {
    const b = Array.from({ length: 200 }, () => 1);
    expect(listed([0, 1], b)).toEqual([[2, 200, 0]]);
    expect(listed([1, 0], b)).toEqual([
      [0, 0, 1],
      [2, 200, 0],
    ]);
  });
});
