import type { RewardChoice } from '@evoline/contract/reward';
import type { RunConfig } from '@evoline/contract/run';

/** The reward by which a run judges its samples; undefined for a run that has none. */
export function runReward(config: RunConfig | null): RewardChoice | undefined {
  const judges = config?.workflow === 'trainPolicy' || config?.workflow === 'evaluateCheckpoint';
  return judges ? config.config.reward : undefined;
}
