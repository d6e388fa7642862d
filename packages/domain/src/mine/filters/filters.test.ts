import { dropReasons, switchableReasons } from '@evoline/contract/mining-filters';
import { expect, it } from 'vitest';
import { change, changed, origin } from '../../../test/filter-facts.ts';
import { defaultFilters } from '../mine-config.ts';
import { filters, refusalAt } from './filters.ts';

it('has one filter for every reason, and one reason for every filter, in the order of the contract', () => {
  const reasons = filters.map(({ reason }) => reason);
  expect(new Set(reasons).size).toBe(reasons.length);
  expect(reasons.toSorted()).toEqual(Object.keys(dropReasons).toSorted());
});

it('gives the first reason of a step', () => {
  const both = origin({
    author: { kind: 'bot', evidence: ['a sign'] },
    candidate: { merged: false },
  });
  expect(refusalAt('origin', both, defaultFilters)?.reason).toBe('not_merged');
  expect(refusalAt('origin', origin(), defaultFilters)).toBeNull();
});

it('asks no filter that is switched off', () => {
  const facts = change(changed({ 'README.md': ['x', 'y'] }));
  expect(refusalAt('change', facts, defaultFilters)?.reason).toBe('docs_only');
  expect(refusalAt('change', facts, { ...defaultFilters, off: [...switchableReasons] })).toBeNull();
});
