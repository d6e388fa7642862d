/** Added to the standard deviation, as TRL and DeepSeekMath's reference code do. */
export const advantageEpsilon = 1e-4;

/**
 * Group-relative advantages (DeepSeekMath, arXiv 2402.03300, section 4.1.2): (reward - mean) /
 * (std + 1e-4) with the sample standard deviation (one degree of freedom less) over the scored
 * samples of one group.
 *
 * @param rewards_G one reward per sample; null where a sample was not scored
 * @returns advantages_G; 0 for samples that were not scored, and all 0 when fewer than two were
 *   scored or all scored alike, since such a group says nothing about which sample is better
 */
export function groupAdvantages(rewards_G: readonly (number | null)[]): number[] {
  const scored = rewards_G.filter((reward) => reward !== null);
  const spread = sampleDeviation(scored);
  if (spread === 0) return rewards_G.map(() => 0);
  const mean = meanOf(scored);
  return rewards_G.map((reward) =>
    reward === null ? 0 : (reward - mean) / (spread + advantageEpsilon),
  );
}

/** Sample standard deviation; exactly 0 when fewer than two values, or all equal. */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2 || values.every((value) => value === values[0])) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
