import type { MineSummary } from '@evoline/contract/mine';

export function emptySummary(source: string): MineSummary {
  return { source, seen: 0, kept: 0, added: 0, funnel: {} };
}

export function addSummaries(left: MineSummary, right: MineSummary): MineSummary {
  const funnel = { ...left.funnel };
  for (const [reason, count] of Object.entries(right.funnel))
    funnel[reason] = (funnel[reason] ?? 0) + count;
  return {
    source: left.source,
    seen: left.seen + right.seen,
    kept: left.kept + right.kept,
    added: left.added + right.added,
    funnel,
  };
}

/** For example `120 seen, 14 kept, 9 new; bot_author 30, not_merged 76`. */
export function summaryLine(mined: MineSummary): string {
  const reasons = dropsLine(mined);
  return `${countsLine(mined)}${reasons === '' ? '' : `; ${reasons}`}`;
}

/** For example `120 seen, 14 kept, 9 new`. */
export function countsLine({ seen, kept, added }: MineSummary): string {
  return `${seen} seen, ${kept} kept, ${added} new`;
}

/** The reasons of the drops, the most frequent first. */
export function dropsLine({ funnel }: MineSummary): string {
  const drops = Object.entries(funnel).toSorted(([, left], [, right]) => right - left);
  return drops.map(([reason, count]) => `${reason} ${count}`).join(', ');
}
