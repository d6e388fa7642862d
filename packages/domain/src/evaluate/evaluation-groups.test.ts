import { expect, test } from 'vitest';
import { evaluationGroups } from './evaluation-groups.ts';

const lengths = { maxCompletionTokens: 64, maxPromptTokens: 256 };
const config = {
  template: 'compact@1',
  seed: 0,
  greedy: { samples: 1, temperature: 0, ...lengths },
  sampled: { samples: 4, temperature: 1, ...lengths },
} as const;
const ids = (weights: string, over = {}): string[] => {
  const groups = evaluationGroups({ ...config, ...over }, weights, ['item']);
  return [...groups.greedy, ...groups.sampled].map((group) => group.groupId);
};

test('the same weights have the same groups, from whichever run', () => {
  expect(ids('w')).toEqual(ids('w'));
  expect(new Set(ids('w')).size).toBe(2);
});

test('other weights, sampling, prompt or seed are other groups', () => {
  const all = [
    ids('w'),
    ids('v'),
    ids('w', { template: 'swe-rl@1' }),
    ids('w', { seed: 1 }),
    ids('w', {
      sampled: { ...config.sampled, samples: 8 },
      greedy: { ...config.greedy, samples: 2 },
    }),
  ].flat();
  expect(new Set(all).size).toBe(10);
});

test('every version meets the same draws', () => {
  const seedsOf = (weights: string) =>
    evaluationGroups(config, weights, ['a', 'b']).sampled.map((group) => group.seed);
  expect(seedsOf('w')).toEqual(seedsOf('v'));
  expect(new Set(seedsOf('w')).size).toBe(2);
});
