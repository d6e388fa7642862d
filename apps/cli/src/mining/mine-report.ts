import type { MinedPullRequest } from '@evoline/contract/mine';
import { describeFunnel } from '@evoline/domain/mine/describe-funnel';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { funnelTable, percent } from './funnel-text.ts';

/** What `evoline mine run --json` prints. Scripts rely on these names. */
export interface MineReport {
  readonly source: string;
  readonly seen: number;
  readonly kept: number;
  /** Dropped pull requests by reason. */
  readonly funnel: Readonly<Record<string, number>>;
  readonly items: readonly MineReportItem[];
}

export interface MineReportItem {
  /** owner/name */
  readonly repository: string;
  readonly number: number;
  readonly url?: string;
  readonly base_tip: string | null;
  readonly merge_base: string | null;
  readonly head: string | null;
  readonly landed: string | null;
  readonly status: MinedPullRequest['status'];
  readonly reason?: string;
  /** What the reason was found by. */
  readonly evidence?: string;
  readonly files: readonly string[];
}

/** The report over verdicts, in order of repository and number. */
export function mineReport(source: string, verdicts: readonly MinedPullRequest[]): MineReport {
  const ordered = verdicts.toSorted((a, b) => {
    if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
    return a.number - b.number;
  });
  return { source, ...countFunnel(ordered), items: ordered.map(itemOf) };
}

function itemOf(verdict: MinedPullRequest): MineReportItem {
  return {
    repository: verdict.repository,
    number: verdict.number,
    ...(verdict.url !== null && { url: verdict.url }),
    base_tip: verdict.baseTip,
    merge_base: verdict.mergeBase,
    head: verdict.head,
    landed: verdict.landed,
    status: verdict.status,
    ...(verdict.reason !== null && { reason: verdict.reason }),
    ...(verdict.evidence !== null && { evidence: verdict.evidence }),
    files: verdict.files,
  };
}

/** The same for people: counts, and why pull requests were dropped. */
export function mineReportText(
  { source, seen, kept }: MineReport,
  verdicts: readonly MinedPullRequest[],
): string {
  const share = seen === 0 ? '' : ` (${percent(kept / seen)})`;
  const head = `${source}: ${seen} pull requests seen, ${kept} kept${share}`;
  return `${head}\n\n${funnelTable(describeFunnel(verdicts, 0))}`;
}
