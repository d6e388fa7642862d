import type { CommitFacts, MainlineChange } from '@evoline/contract/git-history';
import { CommitGraph } from './commit-graph.ts';

/** What the refs of a mirror say. */
export interface HistoryRefs {
  /** The default branch and its tip; null when the repository is empty. */
  readonly head: { readonly branch: string; readonly id: string } | null;
  /** Tip of `refs/pull/<n>/head` by number; empty for a plain clone. */
  readonly pullHeads: ReadonlyMap<number, string>;
  /** Changes whenever any ref does. */
  readonly fingerprint: string;
}

/** What reading a history asks of git. */
export interface HistoryReader {
  refs(): Promise<HistoryRefs>;
  commits(): AsyncIterable<CommitFacts>;
  /** What the newest commits of a tip's first-parent line changed, newest first. */
  mainlineChanges(tip: string, maxCommits: number): AsyncIterable<MainlineChange>;
}

/** All commits of a mirror and what its refs say. */
export interface LoadedHistory extends HistoryRefs {
  readonly graph: CommitGraph;
}

const progressEvery = 10_000;

/** Reads every commit once. */
export async function loadHistory(
  reader: HistoryReader,
  refs: HistoryRefs,
  onProgress: (commits: number) => void = () => {},
): Promise<LoadedHistory> {
  const graph = new CommitGraph();
  if (refs.head === null) return { ...refs, graph };
  for await (const commit of reader.commits()) {
    graph.add(commit);
    if (graph.size % progressEvery === 0) onProgress(graph.size);
  }
  return { ...refs, graph };
}
