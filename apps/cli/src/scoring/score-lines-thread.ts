// Program of a thread of `evoline reward score`.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { defaultRewardCaps } from '@evoline/domain/reward/reward-rule';
import { chooseEngine } from '@evoline/sequence-matcher/choose-engine';
import type { RawLine } from './line-batches.ts';
import { LineScorer, type LineTask, type ScoredLine } from './scored-line.ts';

const engine = chooseEngine();
const scorer = new LineScorer(new PreparedRewards({ engine, caps: defaultRewardCaps }));

serveBatches<LineTask, RawLine, ScoredLine>({
  facts: { engine: engine.name },
  prepare: (task) => (line) => scorer.score(line, task),
});
