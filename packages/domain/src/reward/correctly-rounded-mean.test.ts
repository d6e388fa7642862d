import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctlyRoundedMean } from './correctly-rounded-mean.ts';

/** Similarities as they occur: twice the matches over the characters of both texts. */
const similarity = fc
  .tuple(fc.nat(20_000), fc.integer({ min: 20_000, max: 2_000_000 }))
  .map(([matches, characters]) => (2 * matches) / characters);

describe('correctlyRoundedMean', () => {
  it('rounds once where adding from left to right rounds at every step', () => {
    const tenths = Array.from({ length: 10 }, () => 0.1);
    expect(tenths.reduce((sum, value) => sum + value) / 10).not.toBe(0.1);
    expect(correctlyRoundedMean(tenths)).toBe(0.1);
  });

  it('does not depend on the order of the values', () => {
    const shuffled = fc
      .array(similarity, { minLength: 1, maxLength: 40 })
      .chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        expect(correctlyRoundedMean(other)).toBe(correctlyRoundedMean(values));
      }),
    );
  });

  it('is the value itself for one value and for equal values, bit by bit', () => {
    fc.assert(
      fc.property(similarity, fc.integer({ min: 1, max: 9 }), (value, power) => {
        const count = 2 ** power;
        expect(correctlyRoundedMean([value])).toBe(value);
        expect(correctlyRoundedMean(Array.from({ length: count }, () => value))).toBe(value);
      }),
    );
  });

  it('keeps the smallest similarities', () => {
    expect(correctlyRoundedMean([2 ** -60, 0])).toBe(2 ** -61);
    expect(correctlyRoundedMean([1, 2 ** -53, 2 ** -53])).toBe((1 + 2 ** -52) / 3);
  });

  it('refuses to average nothing', () => {
    expect(() => correctlyRoundedMean([])).toThrow(RangeError);
  });
});
