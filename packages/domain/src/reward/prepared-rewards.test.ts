import { describe, expect, it } from 'vitest';
import { PreparedRewards } from './prepared-rewards.ts';
import { defaultRewardSetting, type RewardTask } from './reward-rule.ts';

const choice = 'search-replace@1';
const task = (text: string, path = 'a'): RewardTask => ({
  codeContext: Object.fromEntries([[path, `${text}\n`]]),
  oracleNewContent: Object.fromEntries([[path, `new ${text}\n`]]),
});

describe('PreparedRewards', () => {
  it('prepares equal items once, and others again: by path, text and reward', () => {
    const rewards = new PreparedRewards(defaultRewardSetting);
    const first = rewards.prepare(choice, task('x'));
    expect(rewards.prepare(choice, task('x'))).toBe(first);
    const others = [task('y'), task('x', 'b'), task('x', '__proto__')];
    for (const other of others) expect(rewards.prepare(choice, other)).not.toBe(first);
    expect(rewards.prepare(choice, task('x'))).toBe(first);
    expect(rewards.size).toBe(4);
  });

  it('keeps the latest items, as many as it may', () => {
    const rewards = new PreparedRewards(defaultRewardSetting, { items: 2, characters: 1_000 });
    const [a, b] = ['a', 'b'].map((text) => rewards.prepare(choice, task(text)));
    expect(rewards.prepare(choice, task('a'))).toBe(a);
    rewards.prepare(choice, task('c'));
    expect(rewards.prepare(choice, task('a'))).toBe(a);
    expect(rewards.prepare(choice, task('b'))).not.toBe(b);
    expect(rewards.size).toBe(2);
  });

  it('keeps one item of any size, and no others beside it', () => {
    const rewards = new PreparedRewards(defaultRewardSetting, { items: 9, characters: 100 });
    rewards.prepare(choice, task('small'));
    const large = rewards.prepare(choice, task('x'.repeat(1_000)));
    expect(rewards.size).toBe(1);
    expect(rewards.prepare(choice, task('x'.repeat(1_000)))).toBe(large);
  });
});
