import type { MinedPullRequest } from '@evoline/contract/mine';
import { dropReasons } from '@evoline/contract/mining-filters';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { table } from '../report/table.ts';

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
    files: verdict.files,
  };
}

/** The same for people: counts, and why pull requests were dropped. */
export function mineReportText({ source, seen, kept, funnel }: MineReport): string {
  const head = `${source}: ${seen} pull requests seen, ${kept} kept`;
  const rows = Object.entries(funnel).map(([reason, count]) => [count, reason, meaningOf(reason)]);
  return rows.length === 0 ? head : `${head}\n\n${table(['dropped', 'reason', 'because'], rows)}`;
}

function meaningOf(reason: string): string {
  const found = Object.entries(dropReasons).find(([name]) => name === reason);
  return found === undefined ? '' : found[1];
}
