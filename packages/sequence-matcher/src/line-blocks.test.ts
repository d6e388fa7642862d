import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMatchingBlocks, unpopular } from '../test/plain-matcher.ts';
import { lineBlocks } from './line-blocks.ts';

const listed = (a: string[], b: string[]) =>
  lineBlocks(a, b).map((block) => [block.aStart, block.bStart, block.length]);

describe('lineBlocks', () => {
  it('equals the plain recursion below 200 lines', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(listed(a, b)).toEqual(plainMatchingBlocks(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves popular lines out of the index from 200 lines on and extends over them', () => {
    const line = fc.integer({ min: 0, max: 160 }).map((n) => (n < 60 ? `${n % 4}` : `rare ${n}`));
    const lines = fc.array(line, { minLength: 196, maxLength: 206 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(listed(a, b)).toEqual(plainMatchingBlocks(a, b, unpopular(b)));
      }),
      { numRuns: 40 },
    );
  });

  it('starts no block at a popular line when nothing unpopular is shared', () => {
    const b = Array.from({ length: 200 }, () => 'same');
    expect(listed(['other', 'same'], b)).toEqual([[2, 200, 0]]);
    expect(listed(['same', 'other'], b)).toEqual([
      [0, 0, 1],
      [2, 200, 0],
    ]);
  });
});
