import type { CommitFacts } from '@evoline/contract/git-history';
import { CommitGraph } from './commit-graph.ts';

/** What reading a history asks of git. */
export interface HistoryReader {
  refs(): Promise<{
    readonly head: { readonly branch: string; readonly id: string } | null;
    readonly pullHeads: ReadonlyMap<number, string>;
    readonly fingerprint: string;
  }>;
  commits(): AsyncIterable<CommitFacts>;
}

/** All commits of a mirror and what its refs say; `head` is null for an empty repository. */
export interface LoadedHistory {
  readonly graph: CommitGraph;
  readonly head: { readonly branch: string; readonly id: string } | null;
  readonly pullHeads: ReadonlyMap<number, string>;
  /** Changes whenever any ref does. */
  readonly fingerprint: string;
}

export async function loadHistory(
  reader: HistoryReader,
  onProgress: (commits: number) => void = () => {},
): Promise<LoadedHistory> {
  const { head, pullHeads, fingerprint } = await reader.refs();
  const graph = new CommitGraph();
  if (head === null) return { graph, head, pullHeads, fingerprint };
  for await (const commit of reader.commits()) {
    graph.add(commit);
    if (graph.size % 10_000 === 0) onProgress(graph.size);
  }
  return { graph, head, pullHeads, fingerprint };
}
