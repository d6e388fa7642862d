import type { RewardOutcome } from '@evoline/contract/reward';
import { prepareEditReward } from './edit-reward.ts';
import type { FileComparison } from './file-changes.ts';
import type { RewardRule } from './reward-rule.ts';

/**
 * The paper's ablation (SWE-RL §3.6): 1 for an output that changes every file exactly as the oracle does, 0
 * for any other change, -1 for the same faults as `search-replace@1`. Diffs are compared, so line-break
 * style and a final line break are no difference. A file's similarity is 1 or 0 as well.
 */
export const discrete: RewardRule = {
  name: 'discrete',
  version: 1,
  summary: '1 for exactly the oracle change, 0 for another, -1 for a fault of the output',
  madeOf: 'exactness',
  prepare: (task, { caps }) =>
    prepareEditReward(task, caps, { similarity: () => 0, outcomeOf: exactOutcome }),
};

function exactOutcome(files: readonly FileComparison[]): RewardOutcome {
  const exact = files.every(({ similarity }) => similarity === 1);
  return {
    outcome: 'scored',
    value: exact ? 1 : 0,
    exact,
    files: files.map(({ path, similarity }) => ({ path, similarity })),
  };
}
