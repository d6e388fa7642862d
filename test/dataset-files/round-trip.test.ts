import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportDataset } from '@evoline/cli/exporting/export-dataset';
import { importDataset } from '@evoline/cli/exporting/import-dataset';
import { datasetItems } from '@evoline/db/queries/dataset-items';
import { findDataset } from '@evoline/db/queries/datasets';
import { itemContents } from '@evoline/db/queries/item-contents';
import { anItem } from '@evoline/testing/database/seed-mined';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileBench, openFileBench } from './file-bench.ts';
import { freezeItems } from './frozen-items.ts';
import { randomItems } from './random-items.ts';

let bench: FileBench;
beforeAll(async () => {
  bench = await openFileBench();
});
afterAll(() => bench.stop());

const by = { createdBy: 'somebody', project: 'default' };

async function shardsOf(folder: string) {
  const names = await readdir(join(folder, 'data'));
  const contents = names.toSorted().map((name) => readFile(join(folder, 'data', name), 'hex'));
  return [names.toSorted(), await Promise.all(contents)];
}

test('what was exported and imported elsewhere has the same digests, and is exported to the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(randomItems, async (items) => {
      const here = await bench.elsewhere();
      const there = await bench.elsewhere();
      const row = await freezeItems(here, items);
      const [first, second] = [bench.freshPath(), bench.freshPath()];
      await exportDataset(here, row, first);
      const imported = await importDataset(there, first, by);
      expect(imported).toMatchObject({ digest: row.digest, created: true, state: 'draft' });
      const read = await datasetItems(there.database, row.digest);
      expect(read).toEqual(await datasetItems(here.database, row.digest));
      const contents = await itemContents(
        there.database,
        read.map((item) => item.digest),
      );
      for (const { digest } of read) {
        expect(items).toContainEqual(
          await there.store.getJson(contents.get(digest) ?? { sha256: '' }),
        );
      }
      const again = await findDataset(there.database, row.digest);
      if (again !== null) await exportDataset(there, again, second);
      expect(await shardsOf(second)).toEqual(await shardsOf(first));
    }),
    { numRuns: 12 },
  );
});

test('an import keeps what stands beside the digest, and is nobody’s latest until it is published', async () => {
  const here = await bench.elsewhere();
  const there = await bench.elsewhere();
  const row = await freezeItems(
    here,
    [1, 2, 3, 4].map((number) => anItem('o/n', number)),
  );
  const folder = bench.freshPath();
  await exportDataset(here, row, folder);
  await importDataset(there, folder, by);
  const known = await findDataset(there.database, row.digest);
  const { recipe, notes, funnel, splits, licences, languages, queryWindows, decontamination } = row;
  expect(known).toMatchObject({ recipe, notes, funnel, splits, licences, languages, queryWindows });
  expect(known).toMatchObject({ decontamination, reason: row.reason, createdBy: row.createdBy });
  expect(await findDataset(there.database, 'latest')).toBeNull();
});

test('a version that is here already is imported again without a change', async () => {
  const here = await bench.elsewhere();
  const row = await freezeItems(here, [anItem('o/n', 1)]);
  const folder = bench.freshPath();
  await exportDataset(here, row, folder);
  expect(await importDataset(here, folder, by)).toMatchObject({
    created: false,
    state: 'published',
  });
});

test('one split can be exported alone, and such a folder is not imported', async () => {
  const here = await bench.elsewhere();
  const row = await freezeItems(
    here,
    [1, 2, 3, 4].map((number) => anItem('o/n', number)),
  );
  const folder = bench.freshPath();
  const { shards } = await exportDataset(here, row, folder, { splits: ['train'] });
  expect(shards.map(({ split, rows }) => [split, rows])).toEqual([['train', row.splits.train]]);
  await expect(importDataset(await bench.elsewhere(), folder, by)).rejects.toThrow(
    'it was exported without warm-start and held-out; export all splits',
  );
});
