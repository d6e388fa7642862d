import { type FreezeReason, freezeReasons } from '@evoline/contract/dataset';
import type { DatasetProvenance } from '@evoline/contract/dataset-export';
import { dropReasons } from '@evoline/contract/mining-filters';
import { markdownTable } from './markdown-table.ts';

const because: Readonly<Record<string, string>> = {
  ...dropReasons,
  ...(freezeReasons satisfies Record<FreezeReason, string>),
};

/** What became of every pull request that was looked at. */
export function funnelTable({ funnel, items }: DatasetProvenance): string {
  const { seen = 0, kept = 0, ...dropped } = funnel;
  const rows = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([reason, count]) => [count, share(count, seen), reason, because[reason] ?? '']);
  const head = `${seen} pull requests were seen, ${kept} kept when they were mined, ${items} are in this version.`;
  if (rows.length === 0) return head;
  return `${head}\n\n${markdownTable(['dropped', 'share', 'reason', 'because'], rows)}`;
}

/** Counts by name, the most first. */
export function countTable(name: string, counts: Readonly<Record<string, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'Not recorded for this version.';
  const rows = Object.entries(counts)
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([key, count]) => [key, count, share(count, total)]);
  return markdownTable([name, 'items', 'share'], rows);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((part / whole) * 100).toFixed(1)} %`;
}
