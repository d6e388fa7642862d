import type { RewardOutcome, RewardRuleName } from '@evoline/contract/reward';
import { scoreSearchReplace } from './search-replace.ts';
import type { RewardTask } from './search-replace.ts';

/** Judges one output against one task. Pure: equal arguments give the same 64 bits everywhere. */
export type RewardRule = (input: RewardTask & { readonly output: string }) => RewardOutcome;

/**
 * Every reward rule by `name@version`. A rule never changes its answers: a correction is a new version
 * on a new line, because scores are keyed by this name.
 */
export const rewardRules: Readonly<Record<RewardRuleName, RewardRule>> = {
  'search-replace@1': scoreSearchReplace,
};
