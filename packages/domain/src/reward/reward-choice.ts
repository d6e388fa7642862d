import type { RewardChoice } from '@evoline/contract/reward';
import { chooseReward } from './reward-rules.ts';

/**
 * A run's reward in its one spelling: the parts of a combination in the order of their names.
 *
 * @throws EvolineFailure input_invalid naming the rules that there are
 */
export function resolveReward(choice: RewardChoice): RewardChoice {
  chooseReward(choice);
  if (typeof choice === 'string') return choice;
  return choice.toSorted((a, b) => (a.reward < b.reward ? -1 : 1));
}

/** The same for people: `search-replace@1`, or `discrete@1=1,search-replace@1=3`. */
export function rewardText(choice: RewardChoice): string {
  if (typeof choice === 'string') return choice;
  return choice.map(({ reward, weight }) => `${reward}=${weight}`).join(',');
}
