import type { CommitGraph } from './commit-graph.ts';
import { DateQueue } from './date-queue.ts';

const first = 1;
const second = 2;
const stale = 4;
const result = 8;

/**
 * The commit that `git merge-base one other` prints, also where several are best: the youngest by
 * commit date, and among equals the one that git's walk meets first. null when the histories are
 * unrelated or a commit is unknown.
 */
export function mergeBase(graph: CommitGraph, one: string, other: string): string | null {
  const left = graph.position(one);
  const right = graph.position(other);
  if (left === undefined || right === undefined) return null;
  if (left === right) return one;
  const common = paintDown(graph, left, right);
  const best = common.length > 1 ? independent(graph, common)[0] : common[0];
  return best === undefined ? null : graph.at(best).id;
}

/** Commits in the history of `head` but not in that of `base`, children before parents by date. */
export function ownCommits(graph: CommitGraph, base: string, head: string): readonly string[] {
  const left = graph.position(base);
  const right = graph.position(head);
  if (right === undefined) return [];
  const flags = new Map<number, number>();
  const queue = new DateQueue((at) => graph.at(at).committedAt);
  mark(flags, queue, right, second);
  if (left !== undefined) mark(flags, queue, left, first);
  const met: number[] = [];
  // Commits that turn out to be in `base` later, because of clock skew, are taken out at the end.
  while (queue.some((at) => ((flags.get(at) ?? 0) & first) === 0)) {
    const at = queue.take();
    const own = flags.get(at) ?? 0;
    if ((own & first) === 0) met.push(at);
    for (const parent of graph.parentsOf(at)) mark(flags, queue, parent, own);
  }
  const inBase = (at: number) => ((flags.get(at) ?? 0) & first) !== 0;
  return [...new Set(met)].filter((at) => !inBase(at)).map((at) => graph.at(at).id);
}

function mark(flags: Map<number, number>, queue: DateQueue, at: number, added: number): void {
  const before = flags.get(at) ?? 0;
  if ((before & added) === added) return;
  flags.set(at, before | added);
  queue.put(at);
}

/** git's paint_down_to_common: walks both histories by date until only known common ancestors wait. */
function paintDown(graph: CommitGraph, left: number, right: number): number[] {
  const flags = new Map<number, number>();
  const queue = new DateQueue((at) => graph.at(at).committedAt);
  mark(flags, queue, left, first);
  mark(flags, queue, right, second);
  const found: number[] = [];
  while (queue.some((at) => ((flags.get(at) ?? 0) & stale) === 0)) {
    const at = queue.take();
    let colours = (flags.get(at) ?? 0) & (first | second | stale);
    if (colours === (first | second)) {
      if (((flags.get(at) ?? 0) & result) === 0) {
        flags.set(at, (flags.get(at) ?? 0) | result);
        found.push(at);
      }
      colours |= stale;
    }
    for (const parent of graph.parentsOf(at)) mark(flags, queue, parent, colours);
  }
  const kept = found.filter((at) => ((flags.get(at) ?? 0) & stale) === 0);
  return youngestFirst(graph, kept);
}

/** Stable: among equal dates the order stays. */
function youngestFirst(graph: CommitGraph, positions: readonly number[]): number[] {
  return positions.toSorted((a, b) => graph.at(b).committedAt - graph.at(a).committedAt);
}

/** Leaves out those that another one descends from. */
function independent(graph: CommitGraph, positions: readonly number[]): number[] {
  return positions.filter(
    (at) => !positions.some((other) => other !== at && graph.isAncestor(at, other)),
  );
}
