import { expect, test } from 'vitest';
import { resolveFreezeConfig } from './resolve-freeze-config.ts';

const facts = { minedRepositories: ['o/a'], now: '2026-01-01T00:00:00.000Z' };

test('nothing nearly the same stands in two splits by default, unless near duplicates are wanted', () => {
  const across = (input: Parameters<typeof resolveFreezeConfig>[0]) =>
    resolveFreezeConfig(input, facts).recipe.acrossSplitsSimilarity;
  expect(across({})).toBe(0.7);
  expect(across({ nearDuplicateSimilarity: null })).toBeNull();
  expect(across({ nearDuplicateSimilarity: null, acrossSplitsSimilarity: 0.9 })).toBe(0.9);
  expect(across({ acrossSplitsSimilarity: null })).toBeNull();
});
