// Program of a score pool's thread.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { defaultRewardSetting, type RewardTask } from '@evoline/domain/reward/reward-rule';

const rewards = new PreparedRewards(defaultRewardSetting);

serveBatches<{ readonly reward: RewardChoice; readonly task: RewardTask }, string, RewardOutcome>({
  facts: { engine: defaultRewardSetting.engine.name },
  prepare: ({ reward, task }) => {
    const prepared = rewards.prepare(reward, task);
    return (output) => prepared.score(output);
  },
});
