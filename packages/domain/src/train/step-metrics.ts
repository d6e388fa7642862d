import type { StepMetrics } from '@evoline/contract/train';
import { sampleDeviation } from './group-advantages.ts';

/** What the metrics of a step are counted from; `reward` is null for an excluded sample. */
export interface MeasuredSample {
  readonly reward: number | null;
  readonly wellFormed: boolean;
  readonly exact: boolean;
  readonly truncated: boolean;
}

/**
 * The metrics of one step. Rewards and shares are over scored samples, zero variance over groups
 * with at least one scored sample, truncation over all samples. null where nothing was counted.
 *
 * @param groups samples of finished groups
 * @param excludedGroupSamples samples that were never made because their group was excluded
 */
export function stepMetrics(
  groups: readonly (readonly MeasuredSample[])[],
  excludedGroupSamples: number,
): StepMetrics {
  const samples = groups.flat();
  const scored = samples.filter((sample) => sample.reward !== null);
  const rewards = groups
    .map((group) => group.flatMap(({ reward }) => (reward === null ? [] : [reward])))
    .filter((group) => group.length > 0);
  return {
    reward: mean(rewards.flat()),
    wellFormed: mean(scored.map((sample) => Number(sample.wellFormed))),
    exact: mean(scored.map((sample) => Number(sample.exact))),
    zeroVarianceGroups: mean(rewards.map((group) => Number(sampleDeviation(group) === 0))),
    truncated: mean(samples.map((sample) => Number(sample.truncated))),
    excluded: samples.length - scored.length + excludedGroupSamples,
  };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
