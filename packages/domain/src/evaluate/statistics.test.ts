import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapEstimate } from './bootstrap-estimate.ts';
import { mcnemarExactP } from './mcnemar.ts';
import { seededRandom } from './seeded-random.ts';

describe('bootstrapEstimate', () => {
  it('gives the same interval for the same values and seed, and another for another seed', () => {
    const values = [0.013, 0.9, 0.57, 0.231, -1, 0.777, 0.4, 0.119];
    expect(bootstrapEstimate(values, 'a')).toEqual(bootstrapEstimate(values, 'a'));
    expect(bootstrapEstimate(values, 'a')).not.toEqual(bootstrapEstimate(values, 'b'));
  });

  it('has no width for one item or for equal items, and refuses none', () => {
    expect(bootstrapEstimate([0.7], 's')).toEqual({ mean: 0.7, low: 0.7, high: 0.7, items: 1 });
    expect(bootstrapEstimate([1, 1, 1], 's')).toEqual({ mean: 1, low: 1, high: 1, items: 3 });
    expect(() => bootstrapEstimate([], 's')).toThrow(RangeError);
  });

  it('lies around the mean and inside the values', () => {
    const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, (values_N) => {
        const { mean, low, high } = bootstrapEstimate(values_N, 'seed');
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values_N) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...values_N) + 1e-12);
      }),
      { numRuns: 25 },
    );
  });

  it('covers the true mean of a fair coin about nineteen times in twenty', () => {
    const random = seededRandom('coverage');
    const covered = Array.from({ length: 200 }, (_run, run) => {
      const flips = Array.from({ length: 60 }, () => random(2));
      const { low, high } = bootstrapEstimate(flips, `run ${run}`);
      return low <= 0.5 && 0.5 <= high;
    }).filter(Boolean).length;
    expect(covered).toBeGreaterThan(180);
    expect(covered).toBeLessThan(200);
  });
});

describe('mcnemarExactP', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 0, 0.0625],
    [10, 2, 0.03857421875],
    [6, 6, 1],
  ])('of %i gained and %i lost is %f', (gained, lost, p) => {
    expect(mcnemarExactP(gained, lost)).toBeCloseTo(p, 12);
    expect(mcnemarExactP(lost, gained)).toBeCloseTo(p, 12);
  });

  it('stays a probability for thousands of discordant items', () => {
    expect(mcnemarExactP(2_500, 2_500)).toBeCloseTo(1, 6);
    expect(mcnemarExactP(2_000, 2_500)).toBeLessThan(1e-12);
    expect(mcnemarExactP(2_000, 2_500)).toBeGreaterThan(0);
  });
});

describe('seededRandom', () => {
  it('draws every index about equally often', () => {
    const random = seededRandom('uniform');
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 10_000; draw++) {
      const index = random(5);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});
