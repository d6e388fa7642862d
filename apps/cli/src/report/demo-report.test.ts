import { expect, it } from 'vitest';
import { greedyFinding } from './demo-report.ts';

const difference = { mean: 0, low: 0, high: 0, items: 128 };

it.each([
  [7, 19, 0.029, 'FELL'],
  [19, 7, 0.029, 'rose'],
  [18, 12, 0.36, 'did not change measurably'],
])('with %d items gained and %d lost at p = %d, greedy exactness %s', (gained, lost, p, words) => {
  const comparison = {
    baselineEvaluation: 'evaluation of the warm start',
    items: 128,
    sampledReward: difference,
    sampledExact: difference,
    greedyReward: difference,
    greedyExactGained: gained,
    greedyExactLost: lost,
    mcnemarP: p,
  };
  expect(greedyFinding(comparison)).toContain(words);
});

it('says nothing of greedy exactness where nothing was compared', () => {
  expect(greedyFinding(null)).toBe('');
});
