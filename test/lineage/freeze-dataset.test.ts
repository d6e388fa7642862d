import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { openRun } from '@evoline/activities/ledger/open-run';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import { DatasetManifest, type FreezeDatasetInput } from '@evoline/contract/dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { datasetItems } from '@evoline/db/queries/dataset-items';
import { findDataset } from '@evoline/db/queries/datasets';
import { datasetDigest } from '@evoline/domain/dataset/assemble-dataset';
import { aRun, anItem, seedMined } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ledgerDeps } from './ledger-deps.ts';

let server: TestDatabase;
let database: Database;
let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  server = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-freeze-'));
  store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
});
beforeEach(async () => {
  database = await server.blank();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Mines items whose records are in the store. */
async function seedStored(items: readonly PullRequestItem[], run = aRun(), on = database) {
  await seedMined(on, items, run, (item) => store.putJson(item, mediaTypes.item));
}

let freezes = 0;
async function freeze(input: FreezeDatasetInput = {}, on: Database = database) {
  freezes += 1;
  const workflowId = `freeze-${freezes}`;
  const { runId } = await openRun(ledgerDeps(on), {
    workflow: 'freezeDataset',
    input,
    workflowId,
    firstRunId: 'first',
  });
  return await freezeDataset({ database: on, store }, { runId });
}

const demo = ['warm-start', 'train', 'held-out'].flatMap((split) =>
  [1, 2, 3].map((number) => anItem(`evoline-demo/${split}-01`, number)),
);

test('{} freezes everything mined, and freezing again gives the same version', async () => {
  await seedStored(demo);
  const first = await freeze();
  expect(first).toMatchObject({
    created: true,
    parent: null,
    items: 9,
    repositories: 3,
    splits: { 'warm-start': 3, train: 3, 'held-out': 3 },
    funnel: { seen: 9, kept: 9 },
  });
  expect(await freeze()).toEqual({ ...first, created: false });
});

test('another machine that mined the same in another order freezes the same version', async () => {
  await seedStored(demo);
  const here = await freeze();
  const elsewhere = await server.blank();
  for (const [at, item] of demo.toReversed().entries()) {
    await seedStored([item], aRun({ id: `night-${at}` }), elsewhere);
  }
  const there = await freeze({}, elsewhere);
  expect(there.digest).toBe(here.digest);
});

test('an edited pull request makes a child version that holds its newest edition only', async () => {
  await seedStored(demo);
  const before = await freeze();
  const edited = anItem('evoline-demo/train-01', 2, 'edited');
  await seedStored([edited], aRun({ id: 'next night' }));
  const after = await freeze();
  expect(after).toMatchObject({ created: true, parent: before.digest, items: 9 });
});

test('the stored manifest is the version: its digest can be computed again', async () => {
  await seedStored(demo);
  const { digest } = await freeze();
  const row = await findDataset(database, digest.slice(0, 12));
  const manifest = DatasetManifest.parse(
    await store.getJson({ sha256: row?.manifestSha256 ?? '' }),
  );
  const stored = manifest.changes.map(({ digest: item, split }) => [item, split]);
  const rows = await datasetItems(database, digest);
  expect(rows.map((item) => [item.digest, item.split])).toEqual(stored);
  expect(datasetDigest(manifest.recipe, rows)).toBe(digest);
});

test('a pattern selects repositories', async () => {
  await seedStored([...demo, anItem('other/one', 1)]);
  const { items, repositories } = await freeze({ repositories: ['evoline-demo/*'] });
  expect({ items, repositories }).toEqual({ items: 9, repositories: 3 });
});

test('one repository of its own is cut by pull request into all three splits', async () => {
  await seedStored(Array.from({ length: 60 }, (_, at) => anItem('own/project', at + 1)));
  const { digest, splits } = await freeze();
  expect(Object.values(splits).every((count) => count > 0)).toBe(true);
  const row = await findDataset(database, digest);
  expect(row?.notes.join()).toContain('cut by pull request');
});

test('nothing mined is a failure that says what to start first', async () => {
  await expect(freeze()).rejects.toMatchObject({
    code: 'nothing_to_work_on',
    message: expect.stringContaining('Start minePullRequests first'),
  });
});

test('a pattern that fits nothing mined is named', async () => {
  await seedStored(demo);
  await expect(freeze({ repositories: ['nobody/*'] })).rejects.toThrow(/from nobody\/\*/);
});
