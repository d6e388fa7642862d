import type { RewardChoice } from '@evoline/contract/reward';
import type { RewardRule as RewardKey } from '@evoline/db/queries/rewards';
import { contentDigest } from '@evoline/domain/content-digest';
import { defaultRewardCaps, rewardName, type RewardRule } from '@evoline/domain/reward/reward-rule';
import { chooseReward } from '@evoline/domain/reward/reward-rules';

/** A reward rule with the key under which its scores are stored. */
export interface KeyedRewardRule {
  readonly key: RewardKey;
  readonly rule: RewardRule;
}

/**
 * The key is the rule's name and version and the digest of the caps and of the rule's own configuration.
 *
 * @throws EvolineFailure input_invalid naming the rules that there are
 */
export function keyedRewardRule(choice: RewardChoice): KeyedRewardRule {
  const rule = chooseReward(choice);
  const configDigest = contentDigest({ ...defaultRewardCaps, configuration: rule.configuration });
  return { key: { reward: rewardName(rule), configDigest }, rule };
}
