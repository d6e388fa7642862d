/** Pull requests that were seen, and how many of them each reason dropped. */
export interface DropCounts {
  readonly seen: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/** A filter that drops a very different part of what is seen than it used to. Shares: from 0 to 1. */
export interface MovedShare {
  readonly reason: string;
  readonly before: number;
  readonly now: number;
}

/** Fewer pull requests tell nothing about a share. */
const enough = 50;
const muchMove = 0.1;

/** The reasons whose share of tonight's pull requests lies far from that of the nights before; the farthest first. */
export function movedShares(
  tonight: DropCounts,
  nightsBefore: readonly DropCounts[],
): MovedShare[] {
  const before = sumOf(nightsBefore);
  if (tonight.seen < enough || before.seen < enough) return [];
  const reasons = new Set([...Object.keys(tonight.dropped), ...Object.keys(before.dropped)]);
  const shares = [...reasons].map((reason) => ({
    reason,
    before: (before.dropped[reason] ?? 0) / before.seen,
    now: (tonight.dropped[reason] ?? 0) / tonight.seen,
  }));
  return shares
    .filter((share) => moveOf(share) >= muchMove)
    .toSorted((a, b) => moveOf(b) - moveOf(a) || (a.reason < b.reason ? -1 : 1));
}

function moveOf({ before, now }: MovedShare): number {
  return Math.abs(now - before);
}

function sumOf(nights: readonly DropCounts[]): DropCounts {
  const dropped: Record<string, number> = {};
  for (const night of nights)
    for (const [reason, count] of Object.entries(night.dropped))
      dropped[reason] = (dropped[reason] ?? 0) + count;
  return { seen: nights.reduce((total, { seen }) => total + seen, 0), dropped };
}
