import { describe, expect, it } from 'vitest';
import { compareOutcomes } from './compare-outcomes.ts';
import { decodingScores } from './decoding-scores.ts';
import { type ItemOutcome, decodingOutcome } from './item-outcome.ts';
import { readOutcome, storeOutcome } from './stored-outcome.ts';

describe('decodingOutcome', () => {
  it('is the mean over the scored samples, and null when there is none', () => {
    const outcome = decodingOutcome([
      { reward: 1, exact: true, wellFormed: true },
      { reward: -1, exact: false, wellFormed: false },
    ]);
    expect(outcome).toEqual({ reward: 0, exact: 0.5, wellFormed: 0.5 });
    expect(decodingOutcome([])).toBeNull();
  });
});

describe('decodingScores', () => {
  it('puts exactness beside the reward', () => {
    const scores = decodingScores(
      [
        { reward: 0.9, exact: 0, wellFormed: 1 },
        { reward: 0.7, exact: 1, wellFormed: 0 },
      ],
      'seed',
    );
    expect(scores.reward.mean).toBeCloseTo(0.8);
    expect(scores.exact).toMatchObject({ mean: 0.5, items: 2 });
    expect(scores.wellFormed.mean).toBe(0.5);
  });
});

describe('storeOutcome', () => {
  it.each([item('a', 1, 0.25), { ...item('b', 0, -1), greedy: null, sampled: null }])(
    'reads back as it was (%#)',
    (outcome) => {
      expect(readOutcome(storeOutcome(outcome))).toEqual(outcome);
    },
  );
});

describe('compareOutcomes', () => {
  it('pairs items by digest, whatever their order', () => {
    const before = [item('a', 0, 0.2), item('b', 1, 0.4), item('c', 0, 0)];
    const after = [item('c', 1, 0.5), item('b', 0, 0.4), item('a', 1, 0.6)];
    const compared = compareOutcomes(after, before, 'seed');
    expect(compared).toMatchObject({ items: 3, greedyExactGained: 2, greedyExactLost: 1 });
    expect(compared?.mcnemarP).toBe(1);
    expect(compared?.sampledReward.mean).toBeCloseTo(0.3);
    expect(compareOutcomes(after.toReversed(), before, 'seed')).toEqual(compared);
  });

  it('leaves out items that one side was not scored on', () => {
    const before = [item('a', 0, 0.2), { ...item('b', 1, 0.4), sampled: null }];
    const after = [item('a', 1, 0.6), item('b', 1, 0.9), item('c', 1, 1)];
    expect(compareOutcomes(after, before, 'seed')?.items).toBe(1);
    expect(compareOutcomes([item('x', 1, 1)], before, 'seed')).toBeNull();
  });
});

function item(itemDigest: string, exact: number, reward: number): ItemOutcome {
  const outcome = { reward, exact, wellFormed: 1 };
  return { itemDigest, greedy: outcome, sampled: outcome };
}
