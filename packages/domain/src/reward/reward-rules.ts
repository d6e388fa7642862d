import { EvolineFailure } from '@evoline/contract/failures';
import type { RewardChoice } from '@evoline/contract/reward';
import { combinedReward } from './combined-reward.ts';
import { rewardName } from './reward-rule.ts';
import { discrete } from './discrete.ts';
import type { RewardRule } from './reward-rule.ts';
import { searchReplaceHardened } from './search-replace-hardened.ts';
import { searchReplace } from './search-replace.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Every reward rule. A new one is one file and one line here. */
export const rewardRules: readonly RewardRule[] = [
  searchReplace,
  unifiedDiff,
  discrete,
  searchReplaceHardened,
];

/**
 * The rule that a run asks for: one of `rewardRules` by `name@version`, or a combination of them.
 *
 * @throws EvolineFailure input_invalid naming the rules that there are
 */
export function chooseReward(choice: RewardChoice): RewardRule {
  if (typeof choice === 'string') return ruleNamed(choice);
  return combinedReward(choice.map(({ reward, weight }) => ({ rule: ruleNamed(reward), weight })));
}

function ruleNamed(name: string): RewardRule {
  const found = rewardRules.find((rule) => rewardName(rule) === name);
  if (found !== undefined) return found;
  const names = rewardRules.map(rewardName).join(', ');
  throw new EvolineFailure('input_invalid', `reward: there is no rule ${name}, only ${names}`);
}
