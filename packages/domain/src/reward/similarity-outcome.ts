import type { RewardOutcome } from '@evoline/contract/reward';
import { correctlyRoundedMean } from './correctly-rounded-mean.ts';
import type { FileComparison } from './file-changes.ts';

/** The paper's value of compared files: their mean similarity, 1 when no side changes anything. */
export function similarityOutcome(files: readonly FileComparison[]): RewardOutcome {
  const similarities = files.map((file) => file.similarity);
  return {
    outcome: 'scored',
    value: files.length === 0 ? 1 : correctlyRoundedMean(similarities),
    exact: similarities.every((similarity) => similarity === 1),
    files: files.map(({ path, similarity }) => ({ path, similarity })),
  };
}
