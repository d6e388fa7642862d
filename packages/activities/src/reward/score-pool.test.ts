import { defaultRewardSetting, type RewardTask } from '@evoline/domain/reward/reward-rule';
import { chooseReward } from '@evoline/domain/reward/reward-rules';
import { chooseEngine } from '@evoline/sequence-matcher/choose-engine';
import { afterEach, describe, expect, it } from 'vitest';
import { openScorePool, type ScorePool, type ScorePoolOptions } from './score-pool.ts';

const reward = 'search-replace@1';
const oddProgram = new URL('./odd-score.test-thread.ts', import.meta.url);
const opened: ScorePool[] = [];

function open(options: ScorePoolOptions): ScorePool {
  const pool = openScorePool(options);
  opened.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

const task: RewardTask = {
  codeContext: { a: 'one\ntwo\nthree\n', ['__proto__']: 'own\n' },
  oracleNewContent: { a: 'one\n2\nthree\n' },
};

/** Answers between wrong and right, some at fault. */
function answer(index: number): string {
  if (index % 5 === 4) return `no tags at all ${index}`;
  const replacement = index % 5 === 0 ? '2' : `two and ${index}`;
  return `<think>${index}</think><solution>\`\`\`\n### a\n<<<<<<< SEARCH\ntwo\n=======\n${replacement}\n>>>>>>> REPLACE\n\`\`\`</solution>`;
}

const answers = (count: number) => Array.from({ length: count }, (_, index) => answer(index));

describe('a score pool', () => {
  it('judges as the rule does in this thread, in order, in batches of 16 and more', async () => {
    const pool = open({ threads: 2 });
    const judge = chooseReward(reward).prepare(task, defaultRewardSetting);
    for (const count of [0, 1, 16, 31, 100]) {
      const outputs = answers(count);
      const outcomes = await pool.score({ reward, task, outputs });
      expect(outcomes).toEqual(outputs.map((output) => judge.score(output)));
    }
    expect(pool.stats()).toMatchObject({
      batches: 1 + 1 + 1 + 6,
      outcomes: { scored: 148, capped: 0, timeout: 0, error: 0 },
      facts: { engine: chooseEngine().name },
    });
  });

  it('judges by a combination of rewards too', async () => {
    const pool = open({ threads: 1 });
    const choice = [
      { reward: 'search-replace@1' as const, weight: 3 },
      { reward: 'discrete@1' as const, weight: 1 },
    ];
    const judge = chooseReward(choice).prepare(task, defaultRewardSetting);
    const outputs = answers(5);
    expect(await pool.score({ reward: choice, task, outputs })).toEqual(
      outputs.map((output) => judge.score(output)),
    );
  });

  it('tells scored, capped, timed out and failed outputs apart, and never says -1 for its own faults', async () => {
    const pool = open({ threads: 2, program: oddProgram, pairTimeoutSeconds: 2 });
    const odd = ['take forever', 'end the thread', 'too large'];
    const outputs = [...answers(8), ...odd, ...answers(8)];
    const outcomes = await pool.score({ reward, task, outputs });
    const judge = chooseReward(reward).prepare(task, defaultRewardSetting);
    const excluded = ['score_timeout', 'grader_error', 'over_size_cap'] as const;
    expect(outcomes).toEqual([
      ...answers(8).map((output) => judge.score(output)),
      ...excluded.map((reason) => ({ outcome: 'excluded', reason })),
      ...answers(8).map((output) => judge.score(output)),
    ]);
    expect(pool.stats().outcomes).toEqual({ scored: 16, capped: 1, timeout: 1, error: 1 });
  });
});
