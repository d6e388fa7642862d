// Program of a thread for tests: scores lines as the real one does, but for those that take forever, end the thread
// or cannot even be read.
import { serveBatches } from '@evoline/clients/threads/serve-batches';
import { PreparedRewards } from '@evoline/domain/reward/prepared-rewards';
import { defaultRewardSetting } from '@evoline/domain/reward/reward-rule';
import type { RawLine } from './line-batches.ts';
import { LineScorer, type LineTask, type ScoredLine } from './scored-line.ts';

const scorer = new LineScorer(new PreparedRewards(defaultRewardSetting));

serveBatches<LineTask, RawLine, ScoredLine>({
  facts: { engine: 'odd' },
  prepare: (task) => (line) => {
    const text = line === 'too long' ? '' : Buffer.from(line).toString();
    const isScored = task.excluded === undefined;
    while (isScored && text.includes('take forever'));
    if (isScored && text.includes('end the thread')) process.exit(1);
    if (text.includes('never readable')) process.exit(1);
    return scorer.score(line, task);
  },
});
