import { cp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportDeps, exportDataset } from '@evoline/cli/exporting/export-dataset';
import { checkItems } from '@evoline/cli/exporting/check-items';
import { importDataset } from '@evoline/cli/exporting/import-dataset';
import { readManifest } from '@evoline/cli/exporting/read-manifest';
import { createParquet } from '@evoline/clients/parquet/write-parquet';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { contentDigest } from '@evoline/domain/content-digest';
import { itemColumns } from '@evoline/domain/dataset/export/item-columns';
import { itemToRow } from '@evoline/domain/dataset/export/item-row';
import { anItem, seedMined } from '@evoline/testing/database/seed-mined';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileBench, openFileBench } from './file-bench.ts';
import { freezeItems } from './frozen-items.ts';

const by = { createdBy: 'somebody', project: 'default' };
const items = [1, 2, 3, 4].map((number) => anItem('o/n', number));
const train = 'data/train-00000-of-00001.parquet';

let bench: FileBench;
let whole: string;
let elsewhere: ExportDeps & { readonly storeFolder: string };
beforeAll(async () => {
  bench = await openFileBench();
  elsewhere = await bench.elsewhere();
  const here = await bench.elsewhere();
  const row = await freezeItems(here, items);
  whole = bench.freshPath();
  await exportDataset(here, row, whole);
});
afterAll(() => bench.stop());

async function copied(change: (folder: string) => Promise<void>): Promise<string> {
  const folder = bench.freshPath();
  await cp(whole, folder, { recursive: true });
  await change(folder);
  return folder;
}

/** Refused with this sentence, and neither ledger nor store hold anything of it. */
async function expectRefused(folder: string, sentence: string | RegExp): Promise<void> {
  await expect(importDataset(elsewhere, folder, by)).rejects.toThrow(sentence);
  const stored = await readdir(join(elsewhere.storeFolder, 'blobs')).catch(() => []);
  expect(stored).toEqual([]);
  const counted = await elsewhere.database.query((db) =>
    db.execute<{ n: string }>(`select (select count(*) from run) + (select count(*) from artifact)
      + (select count(*) from pull_request_item) + (select count(*) from dataset_version) as n`),
  );
  expect(Number(counted.rows[0]?.n)).toBe(0);
}

const edited = (find: string | RegExp, put: string) =>
  copied(async (folder) => {
    const file = join(folder, 'manifest.json');
    const text = await readFile(file, 'utf8');
    expect(text.replace(find, put)).not.toBe(text);
    await writeFile(file, text.replace(find, put));
  });

test('a Parquet file that was cut short is named', async () => {
  const folder = await copied((at) => truncate(join(at, train), 500));
  await expectRefused(folder, /train-00000-of-00001.parquet has 500 bytes where \d+ are expected/);
});

test('a flipped bit anywhere in a Parquet file is found', async () => {
  const content = await readFile(join(whole, train));
  for (const part of [0, 0.3, 0.6, 0.999]) {
    const at = Math.floor(content.length * part);
    const flipped = Uint8Array.from(content, (byte, index) => (index === at ? byte ^ 4 : byte));
    const folder = await copied((into) => writeFile(join(into, train), flipped));
    await expectRefused(folder, `${train} does not match its digest; copy it again`);
  }
});

test('a missing file, a link in its place, and a folder without a manifest are named', async () => {
  await expectRefused(await copied((at) => rm(join(at, train))), `${train} is missing`);
  const linked = await copied(async (at) => {
    await rename(join(at, train), join(at, 'elsewhere'));
    await symlink(join(at, 'elsewhere'), join(at, train));
  });
  await expectRefused(linked, `${train} is no regular file`);
  const bare = await copied((at) => rm(join(at, 'manifest.json')));
  await expectRefused(bare, 'holds no manifest.json');
});

test('a manifest that was cut short, is of another format, or was edited is refused', async () => {
  const cut = await copied((at) => truncate(join(at, 'manifest.json'), 900));
  await expectRefused(cut, 'manifest.json is not JSON; it may be cut short');
  await expectRefused(
    await edited('evoline.export.v1', 'evoline.export.v9'),
    'it was written as evoline.export.v9, and this version reads evoline.export.v1',
  );
  await expectRefused(
    await edited('evoline.item.v2', 'evoline.item.v3'),
    'its items are evoline.item.v3, and this version reads evoline.item.v2',
  );
  await expectRefused(
    await edited('"seed": 0', '"seed": 1'),
    /its items and recipe give the digest/,
  );
  await expectRefused(await edited('"split":"train"', '"split":"held-out"'), /give the digest/);
  await expectRefused(await edited('"split":"train"', '"split":"other"'), 'manifest.json: items.');
  await expectRefused(await edited('"recipe"', '"surprise": 1, "recipe"'), /surprise/);
});

test.each(['../../etc/passwd', '/etc/passwd', 'data/../../x.parquet', 'data/train.parquet'])(
  'the path %s leads nowhere',
  async (path) => {
    await expectRefused(
      await edited(train, path),
      'manifest.json: shards.1.path: expected data/<split>-00000-of-00001.parquet',
    );
  },
);

/** A folder whose train split was written anew, with a manifest that fits it. */
async function forged(columns: typeof itemColumns, rowsOf: typeof items): Promise<string> {
  return await copied(async (folder) => {
    const file = join(folder, train);
    await rm(file);
    const parquet = await createParquet(file, columns);
    const marks = { url: null, authorKey: null, signature: null };
    for (const item of rowsOf) await parquet.add(itemToRow(contentDigest(item), item, marks), 1);
    const { sha256, bytes } = await parquet.finish();
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const shards = manifest.shards.map((shard: { path: string }) =>
      shard.path === train ? { ...shard, sha256, bytes } : shard,
    );
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, shards }));
  });
}

const inTrain = items.filter(({ number }) => [0, 2, 4].includes(number % 5));

test('a column that is missing, called otherwise, or of another type is named', async () => {
  const without = itemColumns.filter(({ name }) => name !== 'head');
  await expectRefused(await forged(without, inTrain), /it has 27 columns where 28 are expected/);
  const urlAs = (change: object) =>
    itemColumns.map((column) => (column.name === 'url' ? { ...column, ...change } : column));
  await expectRefused(
    await forged(urlAs({ name: 'address' }), inTrain),
    'train-00000-of-00001.parquet cannot be read as Parquet: expected the column url, found "address"',
  );
  await expectRefused(
    await forged(urlAs({ kind: 'instant' }), inTrain),
    'the column url is of another type',
  );
});

test('a row that is not the item that the manifest names is told by file and row', async () => {
  const [first, ...rest] = inTrain;
  const other = { ...(first ?? anItem('o/n', 2)), body: 'something else' };
  await expectRefused(
    await forged(itemColumns, [other, ...rest]),
    `${train}, row 1: its columns do not give the digest of o/n#2`,
  );
  await expectRefused(
    await forged(itemColumns, rest),
    `${train}, row 1: its columns do not give the digest of o/n#2`,
  );
  await expectRefused(
    await forged(itemColumns, [...inTrain, anItem('o/n', 9)]),
    `${train}, row 3: there are more rows than the manifest names`,
  );
  const [only] = inTrain;
  await expectRefused(
    await forged(itemColumns, only === undefined ? [] : [only]),
    `${train} has fewer rows than the manifest names`,
  );
});

test('a version that holds an item which was revoked here is not taken in', async () => {
  const strict = await bench.elsewhere();
  await seedMined(strict.database, items);
  await recordRevocations(strict.database, [contentDigest(items[0])], {
    reason: 'licence',
    note: null,
    createdBy: 'somebody',
  });
  await expect(importDataset(strict, whole, by)).rejects.toMatchObject({
    code: 'content_revoked',
    message: expect.stringContaining('o/n#1 was revoked here (licence)'),
  });
});

test('a forged file whose decoding never ends is given up', async () => {
  const program = join(import.meta.dirname, 'endless-check.test-thread.ts');
  const work = { folder: whole, manifest: await readManifest(whole) };
  const given = { onItems: () => {}, silenceSeconds: 1, program };
  await expect(checkItems(work, given)).rejects.toThrow('it is damaged or forged');
});
