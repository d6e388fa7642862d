import { join } from 'node:path';
import { type ExportDeps, exportDataset } from '@evoline/cli/exporting/export-dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import { contentDigest } from '@evoline/domain/content-digest';
import { itemToRow } from '@evoline/domain/dataset/export/item-row';
import { sweBenchLine } from '@evoline/domain/dataset/export/swe-bench-row';
import { anItem } from '@evoline/testing/database/seed-mined';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedRows } from './expected-rows.ts';
import { type FileBench, openFileBench } from './file-bench.ts';
import { freezeItems } from './frozen-items.ts';
import { printedJson } from './printed-rows.ts';
import { randomItem } from './random-items.ts';

const random = fc.sample(randomItem, { numRuns: 60, seed: 6 });
const large = 'x = "long"\n'.repeat(280_000);
/** Numbers differ, so that every split has some; three are so large that a split has two row groups. */
const items: readonly PullRequestItem[] = [
  ...random.map((item, at) => ({ ...item, number: at + 1 })),
  ...[102, 105, 107].map((number) => ({
    ...anItem('o/large', number),
    body: large,
    patch: large,
  })),
];
const byDigest = new Map(items.map((item) => [contentDigest(item), item]));

let bench: FileBench;
let deps: ExportDeps;
let row: DatasetRow;
beforeAll(async () => {
  bench = await openFileBench();
  deps = await bench.elsewhere();
  row = await freezeItems(deps, items);
});
afterAll(() => bench.stop());

async function exported(files: 'parquet' | 'swe-bench'): Promise<string> {
  const folder = bench.freshPath();
  await exportDataset(deps, row, folder, { files });
  return folder;
}

const itemRows = () =>
  expectedRows(deps.database, row.digest, (digest, marks) =>
    itemToRow(digest, itemOf(digest), marks),
  );

test('datasets of Hugging Face loads an exported version, and every row is ours', async () => {
  const folder = await exported('parquet');
  const printed = await printedJson('python', 'load_rows.py', [folder, bench.freshPath()]);
  expect(printed).toHaveLength(items.length);
  expect(printed).toEqual(await itemRows());
});

test("Croissant's own validator accepts the description as 1.1 and reads every record by it", async () => {
  const description = join(await exported('parquet'), 'croissant.json');
  const [head, ...records] = await printedJson('croissant', 'croissant_records.py', [description]);
  expect(head).toEqual({
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    errors: [],
    warnings: [],
  });
  expect(records).toEqual(await itemRows());
});

test('datasets of Hugging Face loads the SWE-bench shape with all its columns', async () => {
  const folder = await exported('swe-bench');
  const printed = await printedJson('python', 'load_rows.py', [folder, bench.freshPath()]);
  const expected = await expectedRows(deps.database, row.digest, (digest) =>
    JSON.parse(sweBenchLine(itemOf(digest))),
  );
  expect(withInstants(printed)).toEqual(withInstants(expected));
});

/** `datasets` takes instants in JSON for what they are, and tells them to the millisecond. */
function withInstants(rows: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(rows), (name: string, value: unknown) =>
    name === 'created_at' && typeof value === 'string' ? Date.parse(value) : value,
  );
}

function itemOf(digest: string): PullRequestItem {
  const item = byDigest.get(digest);
  if (item === undefined) throw new Error(`${digest} is none of them`);
  return item;
}
