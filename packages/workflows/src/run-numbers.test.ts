import type { RunState } from '@evoline/contract/steering';
import { expect, test } from 'vitest';
import { runNumbers } from './run-numbers.ts';

const state: RunState = {
  workflow: 'trainPolicy',
  runName: 'night-1',
  runId: 'r1',
  stages: [],
  waiting: null,
  metrics: {},
  curve: [],
};
const point = (step: number, reward: number) => ({ step, reward, exact: (reward + 1) / 2 });

test('a run without numbers shows none', () => {
  expect(runNumbers(state)).toEqual([]);
});

test('the curves of reward and exactness stand below each other', () => {
  const numbers = runNumbers({ ...state, curve: [point(1, -1), point(2, 1)] });
  expect(numbers).toContain('Training samples, steps 1 to 2:');
  expect(numbers).toContain('reward ▁█ -1 → 1');
  expect(numbers).toContain('exact  ▁█ 0 → 1');
});

test('one point is no curve', () => {
  expect(runNumbers({ ...state, curve: [point(1, 0)] })).toEqual([]);
});

test('numbers are grouped by what they measure, under words for people', () => {
  const metrics = { seen: 12, heldOutGreedyExact: 0.5, zeroVarianceGroups: 0.25, grad_norm: null };
  expect(runNumbers({ ...state, metrics })).toEqual([
    '**Mined:** seen 12',
    '',
    '**Last step:** zero variance groups 0.250 · grad norm –',
    '',
    '**Held out:** greedy exact 0.500',
    '',
  ]);
});
