/** Every double from 0 to 1 that is not below 2^-100 is a whole number of these. */
const UNIT = 2 ** -160;

/**
 * The correctly rounded sum of `values`, divided by their count; the order of the values makes no
 * difference. Values are 0 or from 2^-100 to 1, as similarities are.
 *
 * @throws RangeError without values.
 */
export function correctlyRoundedMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the mean of no values is undefined');
  // One addition of two doubles is correctly rounded as it is.
  if (values.length <= 2) return (values[0]! + (values[1] ?? 0)) / values.length;
  let units = 0n;
  for (const value of values) units += BigInt(value / UNIT);
  return (Number(units) * UNIT) / values.length;
}
