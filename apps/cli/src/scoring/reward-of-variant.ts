import type { RewardChoice } from '@evoline/contract/reward';
import { readRewardChoice } from '@evoline/domain/reward/read-reward-choice';
import { UsageError } from '../io.ts';

/** What `--variant` asks for. @throws UsageError saying which rewards there are */
export function rewardOfVariant(variant: string): RewardChoice {
  try {
    return readRewardChoice(variant);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
