import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { noMergeBase } from './no-merge-base.ts';

it('refuses histories without a common commit', () => {
  const ends = { baseTip: 'b', mergeBase: 'm', head: 'h', benchmarkCommit: null };
  expect(ask(noMergeBase, 'commits', ends)).toBeNull();
  expect(ask(noMergeBase, 'commits', { ...ends, mergeBase: null })).not.toBeNull();
});
