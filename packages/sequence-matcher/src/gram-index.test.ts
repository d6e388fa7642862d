import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GramIndex } from './gram-index.ts';

describe('GramIndex', () => {
  it('finds the first gram of a window of one sequence inside a window of the other', () => {
    const symbols = fc.array(fc.nat(2), { minLength: 1, maxLength: 40 });
    const bounds = fc.tuple(fc.nat(40), fc.nat(40));
    fc.assert(
      fc.property(symbols, symbols, bounds, bounds, fc.integer({ min: 1, max: 6 }), (...given) => {
        const [a, b, aBounds, bBounds, length] = given;
        const [low, high] = aBounds.map((at) => Math.min(at, a.length)).toSorted((x, y) => x - y);
        const [bLow, bHigh] = bBounds.map((at) => Math.min(at, b.length)).toSorted((x, y) => x - y);
        const window = { symbols: Int32Array.from(a), low: low ?? 0, high: high ?? 0 };
        const index = new GramIndex(Int32Array.from(b), length);
        expect(index.firstBlock(window, bLow ?? 0, bHigh ?? 0)).toEqual(
          firstBlock(a.slice(0, high), low ?? 0, b.slice(0, bHigh), bLow ?? 0, length),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

function firstBlock(a: number[], aLow: number, b: number[], bLow: number, length: number) {
  for (let aStart = aLow; aStart + length <= a.length; aStart += 1) {
    for (let bStart = bLow; bStart + length <= b.length; bStart += 1) {
      const gram = b.slice(bStart, bStart + length);
      if (gram.every((symbol, at) => a[aStart + at] === symbol)) return { aStart, bStart };
    }
  }
  return undefined;
}
