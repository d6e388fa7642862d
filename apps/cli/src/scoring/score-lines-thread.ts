// Program of a thread of `evoline reward score`.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { defaultRewardSetting } from '@evoline/domain/reward/reward-rule';
import type { RawLine } from './line-batches.ts';
import { LineScorer, type LineTask, type ScoredLine } from './scored-line.ts';

const scorer = new LineScorer(new PreparedRewards(defaultRewardSetting));

serveBatches<LineTask, RawLine, ScoredLine>({
  facts: { engine: defaultRewardSetting.engine.name },
  prepare: (task) => (line) => scorer.score(line, task),
});
