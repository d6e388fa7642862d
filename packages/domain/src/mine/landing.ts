import type { CommitFacts } from '@evoline/contract/git-history';
import type { Landing } from '@evoline/contract/mine';
import type { CommitGraph } from './commit-graph.ts';

/**
 * How a pull request reached its base branch, as far as the commits show it: a commit with two
 * parents is a merge; a subject that ends in the number, or a commit that stands for several, is a
 * squash; a copy of the head commit (same author, date and subject) is a rebase.
 */
export function landingOf(
  graph: CommitGraph,
  ids: { readonly head: string; readonly landed: string | null; readonly number: number },
): Landing {
  const landed = ids.landed === null ? undefined : graph.find(ids.landed);
  const head = lastOwnCommit(graph, ids.head);
  if (landed === undefined || head === undefined) return 'unknown';
  if (landed.parents.length > 1) return 'merge';
  if (new RegExp(String.raw`\(#${ids.number}\)\s*$`).test(subjectOf(landed.message)))
    return 'squash';
  const isCopy =
    landed.authoredAt === head.authoredAt &&
    landed.author === head.author &&
    subjectOf(landed.message) === subjectOf(head.message);
  return isCopy ? 'rebase' : 'squash';
}

/** The head, or what it was before the base branch was merged into it. */
function lastOwnCommit(graph: CommitGraph, head: string): CommitFacts | undefined {
  let commit = graph.find(head);
  while (commit !== undefined && commit.parents.length > 1)
    commit = graph.find(commit.parents[0] ?? '');
  return commit;
}

/** The first line of a message. */
export function subjectOf(message: string): string {
  const end = message.indexOf('\n');
  return (end < 0 ? message : message.slice(0, end)).trimEnd();
}

/** What follows the first line, without surrounding blank lines. */
export function bodyOf(message: string): string {
  const end = message.indexOf('\n');
  return end < 0 ? '' : message.slice(end + 1).trim();
}
