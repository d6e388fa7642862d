import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMatchingBlocks } from '../test/plain-matcher.ts';
import { matchingBlocks } from './matching-blocks.ts';

const listed = (a: string, b: string) =>
  matchingBlocks(a, b).map((block) => [block.aStart, block.bStart, block.length]);

describe('matchingBlocks', () => {
  it('ends with an empty block at the ends of both texts', () => {
    expect(listed('abxcd', 'abcd')).toEqual([
      [0, 0, 2],
      [3, 2, 2],
      [5, 4, 0],
    ]);
    expect(listed('', '')).toEqual([[0, 0, 0]]);
  });

  it('counts positions in code points', () => {
    expect(listed('😀a', 'xa')).toEqual([
      [1, 1, 1],
      [2, 2, 0],
    ]);
  });

  it('breaks ties by the earliest start in the first text, then in the second', () => {
    expect(listed('xab', 'abxab')[0]).toEqual([0, 2, 3]);
    expect(listed('ab', 'acb')).toEqual([
      [0, 0, 1],
      [1, 2, 1],
      [2, 3, 0],
    ]);
    expect(listed('aba', 'a')[0]).toEqual([0, 0, 1]);
  });

  it('equals the plain recursion, block by block', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n'), maxLength: 120 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(listed(a, b)).toEqual(plainMatchingBlocks([...a], [...b]));
      }),
      { numRuns: 500 },
    );
  });
});
