// Program of a score pool's thread.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { defaultRewardCaps, type RewardTask } from '@evoline/domain/reward/reward-rule';
import { chooseEngine } from '@evoline/sequence-matcher/choose-engine';

const engine = chooseEngine();
const rewards = new PreparedRewards({ engine, caps: defaultRewardCaps });

serveBatches<{ readonly reward: RewardChoice; readonly task: RewardTask }, string, RewardOutcome>({
  facts: { engine: engine.name },
  prepare: ({ reward, task }) => {
    const prepared = rewards.prepare(reward, task);
    return (output) => prepared.score(output);
  },
});
