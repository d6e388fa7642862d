import { prepareEditReward } from './edit-reward.ts';
import { diffRatio } from './file-changes.ts';
import type { RewardRule } from './reward-rule.ts';
import { similarityOutcome } from './similarity-outcome.ts';

/**
 * The paper's reward (SWE-RL eq. 1; per-file mean as in its public code).
 *
 * - The output's edits are applied to the code context. -1 with a category for a fault of the output.
 * - Otherwise the mean over the files that either side changes of difflib's character similarity between
 *   the predicted and the oracle diff: 0 for a file that only one side changes, 1 when nobody changes
 *   anything. The mean is the correctly rounded sum over the count, so file order makes no difference.
 * - `exact`: every such file has the same diff on both sides, which is the same as a value of 1. Line-break
 *   style and a final line break are no difference.
 */
export const searchReplace: RewardRule = {
  name: 'search-replace',
  version: 1,
  summary: 'mean character similarity of predicted and oracle diffs; -1 for a fault of the output',
  madeOf: 'mean',
  prepare: (task, { engine, caps }) =>
    prepareEditReward(task, caps, {
      similarity: diffRatio(engine),
      outcomeOf: similarityOutcome,
    }),
};
