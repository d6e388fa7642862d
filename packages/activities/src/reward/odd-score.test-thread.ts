// Program of a thread for tests: scores as the real one does, but for outputs that take forever or end the thread.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import { defaultRewardSetting, type RewardTask } from '@evoline/domain/reward/reward-rule';
import { chooseReward } from '@evoline/domain/reward/reward-rules';

serveBatches<{ readonly reward: RewardChoice; readonly task: RewardTask }, string, RewardOutcome>({
  facts: { engine: 'odd' },
  prepare: ({ reward, task }) => {
    const prepared = chooseReward(reward).prepare(task, defaultRewardSetting);
    return (output) => {
      while (output.includes('take forever'));
      if (output.includes('end the thread')) process.exit(1);
      if (output.includes('too large')) return { outcome: 'excluded', reason: 'over_size_cap' };
      return prepared.score(output);
    };
  },
});
