import type { Estimate } from '@evoline/contract/evaluate';
import { seededRandom } from './seeded-random.ts';

export const bootstrapResamples = 2_000;

/**
 * The mean over items with a 95 % percentile bootstrap interval (Efron and Tibshirani, chapter 13):
 * items are drawn with replacement, `bootstrapResamples` times. The same values and seed give the
 * same interval.
 *
 * @param values_N one value per item, at least one
 * @throws RangeError without values
 */
export function bootstrapEstimate(values_N: readonly number[], seed: string): Estimate {
  if (values_N.length === 0) throw new RangeError('an estimate needs at least one item');
  const randomIndex = seededRandom(seed);
  const means = Array.from({ length: bootstrapResamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < values_N.length; draw++) {
      sum += values_N[randomIndex(values_N.length)] ?? 0;
    }
    return sum / values_N.length;
  }).toSorted((a, b) => a - b);
  return {
    mean: values_N.reduce((sum, value) => sum + value, 0) / values_N.length,
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
    items: values_N.length,
  };
}

/** Linear interpolation between the order statistics of sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
