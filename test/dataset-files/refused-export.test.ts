import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { datasetExport } from '@evoline/cli/commands/dataset-export';
import { datasetImport } from '@evoline/cli/commands/dataset-import';
import { type ExportDeps, exportDataset } from '@evoline/cli/exporting/export-dataset';
import type { Io } from '@evoline/cli/io';
import { addDatasetState } from '@evoline/db/queries/dataset-states';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';
import { contentDigest } from '@evoline/domain/content-digest';
import { damageArtifact, storedFile } from '@evoline/testing/artifact-store/damage-artifact';
import { anItem } from '@evoline/testing/database/seed-mined';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FileBench, openFileBench } from './file-bench.ts';
import { freezeItems } from './frozen-items.ts';

const items = [1, 2, 3, 4].map((number) => anItem('o/n', number));
const second = contentDigest(items[1]);

let bench: FileBench;
let deps: ExportDeps & { readonly storeFolder: string };
let row: DatasetRow;
beforeAll(async () => {
  bench = await openFileBench();
});
beforeEach(async () => {
  deps = await bench.elsewhere();
  row = await freezeItems(deps, items);
});
afterAll(() => bench.stop());

/** Refused with this sentence, and nothing is left at the folder or beside it. */
async function expectRefused(sentence: string): Promise<void> {
  const folder = bench.freshPath();
  await expect(exportDataset(deps, row, folder)).rejects.toThrow(sentence);
  const beside = await readdir(dirname(folder));
  expect(beside.filter((name) => name.includes(basename(folder)))).toEqual([]);
}

test('an item whose record is missing or flipped is named, and nothing is left behind', async () => {
  const mend = await damageArtifact(deps.storeFolder, second);
  await expectRefused('the record of o/n#2 cannot be used');
  await mend();
  await rm(storedFile(deps.storeFolder, second), { force: true });
  await expectRefused(`the record of o/n#2 cannot be used: artifact ${second} is not in the store`);
});

test('a revoked version is not exported', async () => {
  await deps.database.transaction((db) =>
    addDatasetState(db, row, {
      version: row.digest,
      state: 'revoked',
      reason: 'personal data',
      runId: null,
      createdBy: 'somebody',
    }),
  );
  row = (await findDataset(deps.database, row.digest)) ?? row;
  await expectRefused('was revoked: personal data');
});

test('a folder that holds something is refused and stays as it is; an empty one is filled', async () => {
  const folder = bench.freshPath();
  await mkdir(folder);
  await exportDataset(deps, row, folder);
  expect((await readdir(folder)).toSorted()).toEqual([
    'README.md',
    'croissant.json',
    'data',
    'manifest.json',
  ]);
  await expect(exportDataset(deps, row, folder)).rejects.toThrow('is not empty');
  const file = bench.freshPath();
  await writeFile(file, 'mine');
  await expect(exportDataset(deps, row, file)).rejects.toThrow('is a file');
});

test('Ctrl-C leaves nothing behind', async () => {
  const folder = bench.freshPath();
  const signal = AbortSignal.abort();
  await expect(exportDataset(deps, row, folder, { signal })).rejects.toThrow('interrupted');
  expect((await readdir(dirname(folder))).some((name) => name.includes('partial'))).toBe(false);
});

function captured(): { readonly io: Io; readonly printed: () => string } {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const rest = { stdin: Readable.from([]), stderr: new Writable(), json: false, columns: 100 };
  return { io: { ...rest, stdout, colour: false }, printed: () => chunks.join('') };
}

test('the commands say what they wrote and read, and name a version that there is not', async () => {
  const folder = bench.freshPath();
  const { io, printed } = captured();
  await datasetExport(deps, { version: row.digest.slice(0, 8), folder }, {}, io);
  expect(printed()).toContain(`dataset version ${row.digest.slice(0, 12)}: 4 items in ${folder}`);
  expect(printed()).toContain(join('data', 'train-00000-of-00001.parquet'));
  const request = { folder, createdBy: 'somebody', project: 'default' };
  await datasetImport(await bench.elsewhere(), request, io);
  expect(printed()).toContain(`dataset version ${row.digest} (draft), 4 items`);
  const unknown = { version: 'abcd', folder: bench.freshPath() };
  await expect(datasetExport(deps, unknown, {}, io)).rejects.toThrow(
    'there is no dataset version abcd',
  );
});
