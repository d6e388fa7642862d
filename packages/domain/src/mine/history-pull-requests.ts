import type { CommitFacts } from '@evoline/contract/git-history';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { CommitGraph } from './commit-graph.ts';
import { cleanText } from './clean-text.ts';
import { ownCommits } from './merge-base.ts';
import { type LandedMark, landedMark } from './landed-marks.ts';
import { bodyOf, subjectOf } from './landing.ts';
import { RebasedHeads } from './rebased-heads.ts';

/** A history without anything but git to tell what happened in it. */
export interface History {
  readonly graph: CommitGraph;
  /** Tip of the default branch. */
  readonly head: string;
  /** Tip of `refs/pull/<n>/head` by number; empty for a plain clone. */
  readonly pullHeads: ReadonlyMap<number, string>;
}

/** A pull request as found, with the two ends of what landed. */
interface Found {
  readonly number: number;
  readonly landed: CommitFacts;
  readonly baseTip: string;
  readonly head: string;
  readonly title: string;
  readonly body: string;
  readonly owner: string;
  readonly branch: string;
}

/**
 * The pull requests that a history shows to have landed on its default branch, newest first.
 *
 * Merges and squashes are told by their messages. Where `refs/pull/<n>/head` are there, a number
 * without such a ref is not taken (it belongs to a fork, or is an issue), squashes get their own head
 * back, and heads that nobody names are looked for among the rebased commits.
 */
export function findPullRequests(history: History): PullRequestCandidate[] {
  const found = new Map<number, Found>();
  const ranks = new Map<number, number>();
  const line = firstParentLine(history);
  for (const mark of marksOf(history)) {
    const pullRequest = foundByMark(mark, history.pullHeads);
    const rank = rankOf(mark, line);
    if (pullRequest === null || rank <= (ranks.get(mark.number) ?? 0)) continue;
    found.set(mark.number, pullRequest);
    ranks.set(mark.number, rank);
  }
  for (const pullRequest of unmarked(history, found)) found.set(pullRequest.number, pullRequest);
  return [...found.values()]
    .toSorted((a, b) => b.landed.committedAt - a.landed.committedAt || b.number - a.number)
    .map((pullRequest) => candidateOf(pullRequest, history.graph));
}

/** Marks of all commits on the default branch and below, oldest first by the order of the log. */
function* marksOf({ graph, head }: History): Generator<LandedMark> {
  const tip = graph.position(head);
  const isLanded = graph.reachableFrom(tip === undefined ? [] : [tip]);
  for (let at = graph.size - 1; at >= 0; at -= 1) {
    const mark = isLanded[at] === 1 ? landedMark(graph.at(at)) : null;
    if (mark !== null) yield mark;
  }
}

function foundByMark(mark: LandedMark, pullHeads: ReadonlyMap<number, string>): Found | null {
  const { number, commit, title, body, owner, branch } = mark;
  const [baseTip, merged] = commit.parents;
  const pullHead = pullHeads.get(number);
  if (baseTip === undefined || (pullHeads.size > 0 && pullHead === undefined)) return null;
  const shown = { number, landed: commit, baseTip, title, body, owner, branch };
  if (mark.kind === 'squash') return { ...shown, head: pullHead ?? commit.id };
  return merged === undefined || (pullHead ?? merged) !== merged
    ? null
    : { ...shown, head: merged };
}

/**
 * Which commit counts when several name a number: a merge tells more than a title that ends in it, and
 * the default branch's own line more than what was merged into it. Among equals the first to land.
 */
function rankOf(mark: LandedMark, line: ReadonlySet<string>): number {
  return (mark.kind === 'merge' ? 3 : 1) + (line.has(mark.commit.id) ? 1 : 0);
}

function firstParentLine({ graph, head }: History): Set<string> {
  const line = new Set<string>();
  for (let at: string | undefined = head; at !== undefined && !line.has(at);) {
    line.add(at);
    at = graph.find(at)?.parents[0];
  }
  return line;
}

function* unmarked(history: History, found: ReadonlyMap<number, Found>): Generator<Found> {
  const rest = [...history.pullHeads].filter(([number]) => !found.has(number));
  if (rest.length === 0) return;
  const rebased = new RebasedHeads(history.graph, history.head);
  const merges = mergesByHead(history);
  for (const [number, head] of rest) {
    const merge = merges.get(head);
    const parent = merge?.parents[0];
    if (merge !== undefined && parent !== undefined) {
      yield {
        number,
        landed: merge,
        baseTip: parent,
        head,
        title: '',
        body: '',
        owner: '',
        branch: '',
      };
      continue;
    }
    const row = rebased.find(head);
    const first = row === null ? undefined : history.graph.find(row.first);
    if (row === null || first === undefined) continue;
    const common = {
      number,
      landed: row.landed,
      baseTip: row.baseTip,
      head,
      owner: '',
      branch: '',
    };
    yield { ...common, title: subjectOf(first.message), body: bodyOf(first.message) };
  }
}

/** Merge commits on the default branch and below, by the commit that they merged. */
function mergesByHead({ graph, head }: History): Map<string, CommitFacts> {
  const tip = graph.position(head);
  const isLanded = graph.reachableFrom(tip === undefined ? [] : [tip]);
  const merges = new Map<string, CommitFacts>();
  for (let at = 0; at < graph.size; at += 1) {
    const commit = graph.at(at);
    const merged = commit.parents[1];
    if (isLanded[at] === 1 && merged !== undefined) merges.set(merged, commit);
  }
  return merges;
}

function candidateOf(found: Found, graph: CommitGraph): PullRequestCandidate {
  const { number, landed, baseTip, head, title, body, branch } = found;
  const first = firstCommit(found, graph);
  const shown = title === '' ? subjectOf(first.message) : title;
  return {
    number,
    url: null,
    title: cleanText(shown),
    body: cleanText(body),
    merged: true,
    mergedAt: isoTime(landed.committedAt),
    author: authorOf(found, first),
    isBotAccount: false,
    branch,
    baseTip,
    head,
    landed: landed.id,
    issues: [],
  };
}

/** The oldest commit of the pull request itself. */
function firstCommit({ baseTip, head, landed }: Found, graph: CommitGraph): CommitFacts {
  const first = landed.parents.length > 1 ? ownCommits(graph, baseTip, head).at(-1) : undefined;
  return graph.find(first ?? head) ?? landed;
}

/** A squash carries its author; of a merge, the branch's owner unless a bot began it. */
function authorOf({ landed, owner }: Found, first: CommitFacts): string {
  if (landed.parents.length < 2) return landed.author;
  return owner === '' || first.author.includes('[bot]') ? first.author : owner;
}

/** Seconds since 1970 as ISO 8601 to the second. Works without a clock. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
