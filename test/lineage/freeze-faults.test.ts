import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRun } from '@evoline/activities/ledger/open-run';
import { datasetDiff } from '@evoline/cli/commands/dataset-diff';
import { datasetFreeze, freezeInput } from '@evoline/cli/commands/dataset-freeze';
import { verifyArtifacts } from '@evoline/cli/commands/lineage-verify';
import { readCliEnv } from '@evoline/cli/env';
import type { WorkflowType } from '@evoline/contract/run';
import { addDatasetState, datasetStatesOf } from '@evoline/db/queries/dataset-states';
import { findDataset, listDatasets } from '@evoline/db/queries/datasets';
import { itemContents } from '@evoline/db/queries/item-contents';
import { contentDigest } from '@evoline/domain/content-digest';
import { anItem } from '@evoline/testing/database/seed-mined';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandOutput } from './command-output.ts';
import { type FreezeLedger, type FreezeWorld, startFreezeWorld } from './freeze-world.ts';
import { ledgerDeps } from './ledger-deps.ts';

let world: FreezeWorld;
let ledger: FreezeLedger;
beforeAll(async () => {
  world = await startFreezeWorld();
});
beforeEach(async () => {
  ledger = await world.ledger();
});
afterAll(() => world.stop());

const demo = ['warm-start', 'train', 'held-out'].flatMap((split) =>
  [1, 2, 3].map((number) => anItem(`evoline-demo/${split}-01`, number)),
);

describe('two freezes at once', () => {
  test('of the same content make one version, and both return it', async () => {
    await ledger.mine(demo);
    const both = await Promise.all([ledger.freeze(), ledger.freeze(), ledger.freeze()]);
    expect(new Set(both.map(({ digest }) => digest)).size).toBe(1);
    expect(both.filter(({ created }) => created)).toHaveLength(1);
    const states = await datasetStatesOf(ledger.database, both[0]?.digest ?? '');
    expect(states.map(({ state }) => state)).toEqual(['published']);
  });

  test('of different content follow one another: none has a parent that is not the newest', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    const four = await Promise.all([1, 2, 3, 4].map((seed) => ledger.freeze({ seed })));
    const parents = [first, ...four].map(({ parent }) => parent);
    expect(new Set(parents).size).toBe(5);
    const newest = await ledger.version('latest');
    expect(four.map(({ digest }) => digest)).toContain(newest.digest);
    expect(parents).not.toContain(newest.digest);
  });
});

describe('an item whose record is not what it was', () => {
  const fresh = anItem('evoline-demo/train-01', 9);
  const edited = anItem('evoline-demo/train-01', 1, 'edited');

  test('that is missing stops the freeze with its name, and nothing is written', async () => {
    await ledger.mine(demo);
    const before = await ledger.freeze();
    await ledger.mine([fresh]);
    await rm(await blobOf(contentDigest(fresh)));
    await expect(ledger.freeze()).rejects.toMatchObject({
      code: 'store_corrupt',
      message: expect.stringMatching(
        /^item evoline-demo\/train-01#9 \([0-9a-f]{12}\) cannot be read: .+ is not in the store\. Nothing was frozen\.$/,
      ),
    });
    expect(await listDatasets(ledger.database)).toHaveLength(1);
    expect((await ledger.version('latest')).digest).toBe(before.digest);
    await ledger.mine([fresh]);
    expect(await ledger.freeze()).toMatchObject({ items: 10, created: true });
  });

  test('that is flipped is named when an edit is looked into, and by verification', async () => {
    await ledger.mine(demo);
    await ledger.freeze();
    await ledger.mine([edited]);
    const { sha256 } = await flip(contentDigest(edited));
    await expect(ledger.freeze()).rejects.toMatchObject({
      code: 'store_corrupt',
      message: expect.stringMatching(
        /train-01#1 .+ does not match its digest .+ Nothing was frozen/,
      ),
    });
    expect(await listDatasets(ledger.database)).toHaveLength(1);
    const deps = { database: ledger.database, store: world.store };
    let found: unknown;
    await commandOutput(async (io) => {
      found = await verifyArtifacts(deps, { sha256s: [sha256] }, io);
      return 0;
    });
    expect(found).toMatchObject({ damaged: [expect.objectContaining({ sha256 })] });
    await rm(await blobOf(contentDigest(edited)));
  });

  test('whose earlier edition is gone is still an edit, of parts that nobody knows', async () => {
    const [old = fresh] = demo.filter((item) => item.repository.endsWith('train-01'));
    await ledger.mine(demo);
    const before = await ledger.freeze();
    await ledger.mine([edited]);
    await rm(await blobOf(contentDigest(old)));
    const after = await ledger.freeze();
    const { items } = await ledger.diff(before.digest, after.digest);
    expect(items).toMatchObject([
      { kind: 'edited', reason: 'other', evidence: 'the earlier record cannot be read any more' },
    ]);
    await ledger.mine([old]);
  });

  async function blobOf(itemDigest: string): Promise<string> {
    const contents = await itemContents(ledger.database, [itemDigest]);
    const sha256 = contents.get(itemDigest)?.sha256 ?? '';
    const entries = await readdir(world.folder, { recursive: true, withFileTypes: true });
    const entry = entries.find(
      (one) => one.isFile() && fits(join(one.parentPath, one.name), sha256),
    );
    if (entry === undefined) throw new Error(`no blob ${sha256}`);
    return join(entry.parentPath, entry.name);
  }

  async function flip(itemDigest: string): Promise<{ readonly sha256: string }> {
    const path = await blobOf(itemDigest);
    await chmod(path, 0o600);
    await writeFile(path, 'another content');
    const contents = await itemContents(ledger.database, [itemDigest]);
    return { sha256: contents.get(itemDigest)?.sha256 ?? '' };
  }
});

/** Whether a file of the store holds that blob, in whichever folders its digest is cut. */
function fits(path: string, sha256: string): boolean {
  return path
    .replaceAll('/', '')
    .replace(/\.\w+$/, '')
    .endsWith(sha256.slice(4));
}

describe('names', () => {
  test('that no version has, or several begin with, are told so', async () => {
    await ledger.mine(demo);
    const { digest } = await ledger.freeze();
    const diff = (before: string) =>
      commandOutput((io) => datasetDiff(ledger, { before, after: 'latest' }, {}, io));
    await expect(diff('ffff0000')).rejects.toMatchObject({
      code: 'not_found',
      message: 'there is no dataset version ffff0000; `evoline dataset list` lists them',
    });
    await ledger.database.query((db) =>
      db.execute(`insert into dataset_version select (jsonb_populate_record(version,
        jsonb_build_object('digest', left(digest, 8) || repeat('0', 56)))).* from dataset_version version
        where digest = '${digest}'`),
    );
    const prefix = digest.slice(0, 6);
    await expect(diff(prefix)).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringMatching(new RegExp(`^${prefix} names several dataset versions: `)),
    });
    expect((await findDataset(ledger.database, digest))?.digest).toBe(digest);
  });
});

describe('a revoked version', () => {
  test('is neither trained on nor frozen once more, and names what came after it', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    const second = await ledger.freeze({ repositories: ['*/train-*', '*/held-out-*'] });
    const row = await ledger.version(first.digest);
    await ledger.database.transaction((db) =>
      addDatasetState(db, row, {
        version: row.digest,
        state: 'revoked',
        reason: 'o/a#1: licence',
        runId: null,
        createdBy: 'me',
      }),
    );
    const words = `dataset version ${first.digest.slice(0, 12)} was revoked: o/a#1: licence; version ${second.digest.slice(0, 12)} came after it`;
    const refused = { code: 'dataset_revoked', message: `datasetVersion: ${words}` };
    await expect(open('trainPolicy', first.digest)).rejects.toMatchObject(refused);
    await expect(ledger.freeze()).rejects.toMatchObject({
      code: 'dataset_revoked',
      message: words,
    });
    expect(await ledger.version('latest')).toMatchObject({ digest: second.digest });
  });

  test('is no parent any more', async () => {
    await ledger.mine(demo);
    const first = await ledger.freeze();
    const second = await ledger.freeze({ seed: 2 });
    const row = await ledger.version(second.digest);
    const to = { version: row.digest, state: 'revoked' as const, reason: null };
    await ledger.database.transaction((db) =>
      addDatasetState(db, row, { ...to, runId: null, createdBy: 'me' }),
    );
    const third = await ledger.freeze({ seed: 3 });
    expect(third.parent).toBe(first.digest);
    await expect(open('trainPolicy', second.digest)).rejects.toThrow(
      `version ${third.digest.slice(0, 12)} came after it`,
    );
  });

  async function open(workflow: WorkflowType, datasetVersion: string) {
    return await openRun(ledgerDeps(ledger.database), {
      workflow,
      input: { datasetVersion },
      workflowId: `open-${datasetVersion}`,
      firstRunId: 'first',
    });
  }
});

test('a draft may be trained on when it is named', async () => {
  await ledger.mine(demo);
  const { digest } = await ledger.freeze({ publish: false });
  const { resolved } = await openRun(ledgerDeps(ledger.database), {
    workflow: 'trainPolicy',
    input: { datasetVersion: digest },
    workflowId: 'train-draft',
    firstRunId: 'first',
  });
  expect(resolved?.config).toMatchObject({ datasetVersion: digest });
});

describe('a rule that leaves a split empty', () => {
  test.each([
    [
      {
        splitBy: 'time',
        splitAt: { train: '2030-01-01T00:00:00Z', heldOut: '2031-01-01T00:00:00Z' },
      },
      'splitAt',
    ],
    [
      { shares: { 'warm-start': 0.01, train: 0.98, 'held-out': 0.01 }, splitBy: 'repository' },
      'shares',
    ],
  ] as const)('%j is refused by its field, and nothing is written', async (rule, field) => {
    await ledger.mine([anItem('own/project', 1), anItem('own/project', 2)]);
    await expect(ledger.freeze({ ...rule, pins: [] })).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringMatching(new RegExp(`^${field}: .+ gets none of 2 items`)),
    });
    expect(await listDatasets(ledger.database)).toEqual([]);
  });
});

describe('options of dataset freeze', () => {
  test('are the workflow’s fields, and what is not given is left to it', () => {
    expect(freezeInput({})).toEqual({});
    const input = freezeInput({
      splitBy: 'time',
      splitAt: ['2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
      shares: [0.1, 0.8, 0.1],
      pin: ['pallets/*=train'],
      stratify: 'language',
      cap: 5,
      nearDuplicates: 'off',
      acrossSplits: 0.8,
      settleDays: 7,
      minNew: 100,
      maxMove: 0.05,
      from: 'latest',
    });
    expect(input).toMatchObject({
      splitAt: { train: '2025-01-01T00:00:00.000Z', heldOut: '2026-01-01T00:00:00.000Z' },
      shares: { 'warm-start': 0.1, train: 0.8, 'held-out': 0.1 },
      pins: [{ pattern: 'pallets/*', split: 'train' }],
      repositoryCap: 5,
      nearDuplicateSimilarity: null,
      publish: { minNewItems: 100, maxShareMove: 0.05 },
    });
    expect(freezeInput({ draft: true })).toEqual({ publish: false });
  });

  test('that do not go together, or do not parse, are refused before anything is started', async () => {
    expect(() => freezeInput({ draft: true, minNew: 1 })).toThrow('--draft goes without --min-new');
    expect(() => freezeInput({ pin: ['pallets'] })).toThrow('--pin: expected pattern=split');
    const wrong = { pin: ['pallets/*=nowhere'] };
    await expect(
      commandOutput(async (io) => datasetFreeze(io, readCliEnv({}), wrong)),
    ).rejects.toThrow(/pins/);
  });
});
