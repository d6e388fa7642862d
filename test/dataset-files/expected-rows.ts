import type { Database } from '@evoline/db/open-database';
import { visitDatasetItems } from '@evoline/db/queries/dataset-item-pages';
import type { ItemMarks } from '@evoline/domain/dataset/export/item-row';
import { splitNames } from '@evoline/domain/dataset/export/split-names';

export interface PrintedRow {
  readonly split: string;
  readonly row: unknown;
}

/** The rows of a version as JSON, by split and in canonical order. */
export async function expectedRows(
  database: Database,
  version: string,
  rowOf: (digest: string, marks: ItemMarks) => unknown,
): Promise<PrintedRow[]> {
  const rows: PrintedRow[] = [];
  await visitDatasetItems(database, version, 7, async (page) => {
    for (const { placed, ...marks } of page) {
      const row = JSON.stringify(rowOf(placed.digest, marks), asUtf8);
      rows.push({ split: splitNames[placed.split], row: JSON.parse(row) });
    }
  });
  const order = Object.values(splitNames);
  return rows.toSorted((a, b) => order.indexOf(a.split) - order.indexOf(b.split));
}

/** UTF-8 has a sign for half a surrogate pair: that it was one. */
function asUtf8(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
