import { expect, it } from 'vitest';
import { ask } from '../../../test/filter-facts.ts';
import { objectsMissing } from './objects-missing.ts';

it('tells which object git does not hold', () => {
  const ends = { baseTip: 'b', mergeBase: 'm', head: 'h', benchmarkCommit: null };
  expect(ask(objectsMissing, 'commits', ends)).toBeNull();
  expect(ask(objectsMissing, 'commits', { ...ends, head: null })).toBe('the head commit');
  expect(ask(objectsMissing, 'commits', { ...ends, baseTip: null })).toBe('the base commit');
  expect(ask(objectsMissing, 'paths', { found: null, hasRenames: false })).toBe('a tree');
  expect(ask(objectsMissing, 'sizes', { sizes: [1, null] })).toBe('a changed file');
  expect(ask(objectsMissing, 'patch', { found: null })).not.toBeNull();
  expect(ask(objectsMissing, 'contents', { contents: [{ kind: 'missing' }] })).not.toBeNull();
  expect(ask(objectsMissing, 'contents', { contents: [{ kind: 'text', text: '' }] })).toBeNull();
});
