import type { FunnelRow, FunnelSample } from '@evoline/domain/mine/describe-funnel';
import { table } from '../report/table.ts';

/** The filters that dropped something as a table, and under it those that did not. */
export function funnelTable(
  rows: readonly Pick<FunnelRow<string>, 'reason' | 'because' | 'dropped' | 'share'>[],
): string {
  const hits = rows.filter(({ dropped }) => dropped > 0);
  const idle = rows.filter(({ dropped }) => dropped === 0).map(({ reason }) => reason);
  const cells = hits.map(({ reason, because, dropped, share }) => [
    dropped,
    percent(share),
    reason,
    because,
  ]);
  const texts = hits.length === 0 ? [] : [table(['dropped', 'share', 'reason', 'because'], cells)];
  if (idle.length > 0) texts.push(`nothing was dropped for: ${idle.join(', ')}`);
  return texts.join('\n\n');
}

/** Some of what each filter dropped, with what it was found by. */
export function sampleText(
  rows: readonly Pick<FunnelRow<string>, 'reason' | 'dropped' | 'sample'>[],
): string {
  return rows
    .filter(({ sample }) => sample.length > 0)
    .map(({ reason, dropped, sample }) => {
      const some = sample.length < dropped ? `, ${sample.length} of ${dropped}` : '';
      return [`${reason}${some}`, ...sample.map(sampleLine)].join('\n');
    })
    .join('\n\n');
}

function sampleLine({ repository, number, url, title, evidence }: FunnelSample): string {
  const where = `  ${repository}#${number}  ${title}`;
  return [
    where,
    ...(evidence === null ? [] : [`    ${evidence}`]),
    ...(url === null ? [] : [`    ${url}`]),
  ].join('\n');
}

/** For example `12.3 %`; less than a tenth of a per cent shows as `< 0.1 %`. */
export function percent(share: number): string {
  return share > 0 && share < 0.0005 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
}
