import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CommitGraph } from '../commit-graph.ts';
import { BenchmarkIndex } from './benchmark-index.ts';
import { findBenchmarkCommit } from './find-benchmark-commit.ts';

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => `word${from + at}`);
const task = { baseCommit: null, patch: null, patchId: null, statement: null };
const rules = { benchmarkWords: 13, benchmarkSimilarity: 0.7 };
const index = new BenchmarkIndex(
  [
    { ...task, id: 'made__up-1', statement: words(0, 60).join(' ') },
    { ...task, id: 'made__up-2', baseCommit: 'b'.repeat(40) },
  ],
  rules,
);

it('tells every row of thirteen words of a statement, wherever it stands, and no shorter one', () => {
  fc.assert(
    fc.property(fc.nat(47), fc.integer({ min: 1, max: 13 }), (start, count) => {
      const text = ['before', ...words(start, count), 'after'].join(', ');
      expect(index.overlapOf(text) !== null).toBe(count === 13);
    }),
  );
});

it('tells a statement in which a word was changed here and there', () => {
  const changed = words(0, 60).map((word, at) => (at % 12 === 11 ? 'another' : word));
  expect(index.overlapOf(changed.join(' '))).toMatch(/^\d\d % alike made__up-1$/);
  expect(index.overlapOf(words(500, 60).join(' '))).toBeNull();
});

it('tells a history by one of its commits', () => {
  const graph = new CommitGraph();
  const times = {
    authoredAt: 1,
    committedAt: 1,
    author: 'ada',
    message: 'm',
    tree: 't',
    parents: [],
  };
  graph.add({ ...times, id: 'a'.repeat(40) });
  expect(findBenchmarkCommit(graph, index)).toBeNull();
  const copy = new CommitGraph();
  copy.add({ ...times, id: 'b'.repeat(40) });
  expect(findBenchmarkCommit(copy, index)).toEqual({ id: 'b'.repeat(40), task: 'made__up-2' });
  expect(findBenchmarkCommit(copy, null)).toBeNull();
});
