import type { MinedPullRequest } from '@evoline/contract/mine';

/** Counts over verdicts; `funnel` has one entry per reason that occurred, most frequent first. */
export interface Funnel {
  readonly seen: number;
  readonly kept: number;
  readonly funnel: Record<string, number>;
}

export function countFunnel(
  verdicts: Iterable<Pick<MinedPullRequest, 'status' | 'reason'>>,
): Funnel {
  let seen = 0;
  let kept = 0;
  const reasons = new Map<string, number>();
  for (const { status, reason } of verdicts) {
    seen += 1;
    if (status === 'kept' || reason === null) kept += 1;
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ordered = [...reasons].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { seen, kept, funnel: Object.fromEntries(ordered) };
}
