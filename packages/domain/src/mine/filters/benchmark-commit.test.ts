import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { benchmarkCommit } from './benchmark-commit.ts';

it('leaves out all of a history that holds the base commit of a benchmark', () => {
  const ends = { baseTip: 'b', mergeBase: 'm', head: 'h' };
  const found = { id: 'c'.repeat(40), task: 'made__up-1' };
  expect(ask(benchmarkCommit, 'commits', { ...ends, benchmarkCommit: found })).toBe(
    'the history holds cccccccccccc of made__up-1',
  );
  expect(ask(benchmarkCommit, 'commits', { ...ends, benchmarkCommit: null })).toBeNull();
});
