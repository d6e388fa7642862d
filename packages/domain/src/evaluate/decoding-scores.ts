import type { DecodingScores } from '@evoline/contract/evaluate';
import { bootstrapEstimate } from './bootstrap-estimate.ts';
import type { DecodingOutcome } from './item-outcome.ts';

/**
 * Mean reward, exact share and well-formed share over items, each with its interval. Exactness
 * stands beside the reward always: the similarity reward can rise while exactness falls.
 *
 * @param outcomes_N one per item, at least one
 */
export function decodingScores(
  outcomes_N: readonly DecodingOutcome[],
  seed: string,
): DecodingScores {
  const estimate = (name: keyof DecodingOutcome) =>
    bootstrapEstimate(
      outcomes_N.map((outcome) => outcome[name]),
      `${seed}/${name}`,
    );
  return {
    reward: estimate('reward'),
    wellFormed: estimate('wellFormed'),
    exact: estimate('exact'),
  };
}
