import { EvolineFailure } from '@evoline/contract/failures';
import { RewardRuleName } from '@evoline/contract/reward';
import type { RewardRule as RewardKey } from '@evoline/db/queries/rewards';
import { contentDigest } from '@evoline/domain/content-digest';
import { type RewardRule, rewardRules } from '@evoline/domain/reward/reward-rules';
import { defaultRewardCaps } from '@evoline/domain/reward/search-replace';

/** A reward rule with the key under which its scores are stored. */
export interface KeyedRewardRule {
  readonly key: RewardKey;
  readonly rule: RewardRule;
}

/** @throws EvolineFailure input_invalid naming the rules that there are */
export function keyedRewardRule(name: string): KeyedRewardRule {
  const known = RewardRuleName.safeParse(name);
  if (!known.success) {
    const names = RewardRuleName.options.join(', ');
    throw new EvolineFailure('input_invalid', `there is no reward rule ${name}, only ${names}`);
  }
  const configDigest = contentDigest(defaultRewardCaps);
  return { key: { reward: known.data, configDigest }, rule: rewardRules[known.data] };
}
