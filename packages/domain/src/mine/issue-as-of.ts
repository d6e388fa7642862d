import type { LinkedIssue, MinePullRequestsConfig } from '@evoline/contract/mine';
import type { FoundIssue } from '@evoline/contract/mine-pages';
import type { CommitGraph } from './commit-graph.ts';
import { ownCommits } from './merge-base.ts';

/** Before which moment a text must have stood, and what becomes of one of which nobody can tell. */
export interface StatementRules {
  /** Seconds since 1970. */
  readonly firstCommitAt: number;
  readonly edited: MinePullRequestsConfig['editedIssues'];
  /** owner/name of the pull request. */
  readonly home: string;
}

/**
 * An issue as it stood before the first commit of a pull request, so that its text cannot tell of the fix.
 * A younger issue keeps its number only: it is no statement of the task.
 */
export function issueAsOf(issue: FoundIssue, rules: StatementRules): LinkedIssue {
  const { repository, number, kind, createdAt, texts } = issue;
  const crossRepository = repository.toLowerCase() !== rules.home.toLowerCase();
  const link = { repository, number, kind, crossRepository, createdAt };
  const isBefore = (time: string) => Date.parse(time) <= rules.firstCommitAt * 1000;
  const none = { ...link, title: null, body: null, textAsOf: null };
  if (!isBefore(createdAt)) return none;
  const then = texts.findLast(({ from }) => isBefore(from));
  if (then !== undefined && then.body !== null)
    return { ...link, title: then.title, body: then.body, textAsOf: then.from };
  const oldest = texts.find(({ body }) => body !== null);
  if (oldest === undefined || rules.edited === 'drop') return none;
  return { ...link, title: oldest.title, body: oldest.body, textAsOf: null };
}

/**
 * When work on a pull request began, seconds since 1970: the earliest author date of its own commits. A rebase
 * keeps that date, and an amended commit has that of its first edition.
 */
export function firstCommitAt(graph: CommitGraph, mergeBase: string, head: string): number {
  const own = ownCommits(graph, mergeBase, head);
  const times = own.flatMap((id) => graph.find(id)?.authoredAt ?? []);
  return times.reduce((first, time) => Math.min(first, time), Infinity);
}
