import { expect, test } from 'vitest';
import { countChanges, diffDatasets } from './diff-datasets.ts';

const item = (number: number, digest: string, split: 'train' | 'held-out' = 'train') => ({
  repository: 'o/a',
  number,
  digest: digest.repeat(64),
  split,
});

test('a difference tells new, gone, edited and moved pull requests apart', () => {
  const before = [item(1, 'a'), item(2, 'b'), item(3, 'c'), item(4, 'd')];
  const after = [item(2, 'b'), item(3, 'e'), item(4, 'd', 'held-out'), item(5, 'f')];
  const diff = diffDatasets(before, after);
  expect(diff.added.map((entry) => entry.number)).toEqual([5]);
  expect(diff.removed.map((entry) => entry.number)).toEqual([1]);
  expect(diff.edited.map(({ after: now }) => now.number)).toEqual([3]);
  expect(diff.moved.map(({ item: now, from }) => [now.number, from, now.split])).toEqual([
    [4, 'train', 'held-out'],
  ]);
});

test('a version does not differ from itself', () => {
  const version = [item(1, 'a'), item(2, 'b')];
  expect(diffDatasets(version, version)).toEqual({
    added: [],
    removed: [],
    edited: [],
    moved: [],
    renamed: [],
  });
});

test('a renamed repository keeps its pull requests, and an edit there is an edit', () => {
  const before = [item(1, 'a'), item(2, 'b')];
  const after = [item(1, 'a'), item(2, 'c')].map((one) => ({ ...one, repository: 'o/new' }));
  const diff = diffDatasets(before, after, (name) => (name === 'o/a' ? 'o/new' : name));
  expect(countChanges(diff)).toEqual({ added: 0, removed: 0, edited: 1, moved: 0 });
  expect(diff.renamed.map((one) => one.number)).toEqual([1]);
});
