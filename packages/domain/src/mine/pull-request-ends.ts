import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { CommitGraph } from './commit-graph.ts';
import { mergeBase, ownCommits } from './merge-base.ts';

/** The four commits of a pull request; null where unknown to git. */
export interface Ends {
  readonly baseTip: string | null;
  readonly mergeBase: string | null;
  readonly head: string | null;
  readonly landed: string | null;
}

export function endsOf(candidate: PullRequestCandidate, graph: CommitGraph): Ends {
  const known = (id: string | null) => (id !== null && graph.has(id) ? id : null);
  const landed = known(candidate.landed);
  const head = known(candidate.head);
  // A base branch that was rewritten may have lost its recorded tip; what landed still knows its parent.
  const baseTip = known(candidate.baseTip) ?? known(graph.find(landed ?? '')?.parents[0] ?? null);
  const base = head === null || baseTip === null ? null : mergeBase(graph, baseTip, head);
  return { baseTip, mergeBase: base, head, landed };
}

/** Messages of its own commits and of what landed; those that git knows. */
export function messagesOf({ baseTip, head, landed }: Ends, graph: CommitGraph): string[] {
  const own = head === null || baseTip === null ? [] : ownCommits(graph, baseTip, head);
  const ids = [...own, landed ?? head ?? ''];
  return ids.flatMap((id) => graph.find(id)?.message ?? []);
}
