import type { CommitGraph } from '../commit-graph.ts';
import type { BenchmarkIndex } from './benchmark-index.ts';

/** A commit that a benchmark task starts from, and the task. */
export interface BenchmarkCommit {
  readonly id: string;
  readonly task: string;
}

/** Answers of the last index that each history was asked about. */
const known = new WeakMap<
  CommitGraph,
  { readonly index: BenchmarkIndex; readonly found: BenchmarkCommit | null }
>();

/** The first base commit of a benchmark that a history holds, or null. Asked once a history. */
export function findBenchmarkCommit(
  graph: CommitGraph,
  index: BenchmarkIndex | null,
): BenchmarkCommit | null {
  if (index === null) return null;
  const before = known.get(graph);
  if (before?.index === index) return before.found;
  const first = [...index.commits].find(([id]) => graph.has(id));
  const found = first === undefined ? null : { id: first[0], task: first[1] };
  known.set(graph, { index, found });
  return found;
}
