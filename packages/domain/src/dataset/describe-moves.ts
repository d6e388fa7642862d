import type { Counts } from './histogram.ts';

/** A count that differs between two versions. */
export interface MovedCount {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** A share of a funnel that differs, each of what its own version saw. */
export interface MovedShare extends MovedCount {
  readonly shareBefore: number;
  readonly shareAfter: number;
}

/** Names whose counts differ, the largest difference first. */
export function movedCounts(before: Counts, after: Counts): MovedCount[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .map((name) => ({ name, before: before[name] ?? 0, after: after[name] ?? 0 }))
    .filter((one) => one.before !== one.after)
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

/** Reasons of a funnel, and what it kept, whose shares moved by at least `least`; the farthest first. */
export function movedShares(before: Counts, after: Counts, least: number): MovedShare[] {
  const share = (funnel: Counts, count: number) => count / Math.max(1, funnel['seen'] ?? 0);
  return movedCounts(before, after)
    .filter(({ name }) => name !== 'seen')
    .map((one) => ({
      ...one,
      shareBefore: share(before, one.before),
      shareAfter: share(after, one.after),
    }))
    .filter((one) => distance(one) >= least)
    .toSorted((a, b) => distance(b) - distance(a));
}

function distance({ shareBefore, shareAfter }: MovedShare): number {
  return Math.abs(shareAfter - shareBefore);
}
