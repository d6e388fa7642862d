import type { FoundItem } from '@evoline/db/queries/search-dataset';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import { cutText, visibleText } from '../explaining/visible-text.ts';
import { type Cell, table } from './table.ts';

interface Found {
  readonly items: readonly FoundItem[];
  /** How many there are, shown or not. */
  readonly matches: number;
  readonly offset: number;
}

const longestName = 40;
const shortestTitle = 24;

/** Items of a version as a table in the columns that there are, under a line that counts them. */
export function itemsText(
  row: DatasetRow,
  { items, matches, offset }: Found,
  columns: number,
): string {
  const of = `${matches.toLocaleString('en-US')} of ${row.items.toLocaleString('en-US')} items of dataset version ${row.digest.slice(0, 12)}`;
  if (items.length === 0) {
    return matches === 0 ? `${of} match` : `${of} match; --offset ${offset} is beyond them`;
  }
  const last = offset + items.length;
  const range =
    items.length === matches
      ? ''
      : `; these are ${(offset + 1).toLocaleString('en-US')} to ${last.toLocaleString('en-US')}`;
  const more = last < matches ? `, more with --offset ${last}` : '';
  const rows = items.map(itemCells);
  const taken = table(header, rows).split('\n')[1]?.length ?? 0;
  const room = Math.max(shortestTitle, columns - taken - 2);
  const titled = rows.map((cells, at) => [
    ...cells,
    cutText(visibleText(items[at]?.title ?? ''), room),
  ]);
  return [`${of} match${range}${more}`, '', table([...header, 'title'], titled)].join('\n');
}

const header = ['pull request', 'split', 'merged', 'language', 'licence', 'files', 'item'];

function itemCells(item: FoundItem): Cell[] {
  const { repository, number, split, mergedAt, language, licence, files, digest } = item;
  return [
    cutText(visibleText(`${repository}#${number}`), longestName),
    split,
    mergedAt?.slice(0, 10) ?? null,
    language,
    licence === null ? null : cutText(visibleText(licence), 20),
    files,
    digest.slice(0, 8),
  ];
}
