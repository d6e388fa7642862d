import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun } from '@evoline/activities/ledger/open-run';
import {
  datasetRevoke,
  type RevocationResult,
  type RevokeOptions,
} from '@evoline/cli/commands/dataset-revoke';
import { lineage } from '@evoline/cli/commands/lineage';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import { aliasTarget, pointAlias } from '@evoline/db/queries/aliases';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { datasetItems } from '@evoline/db/queries/dataset-items';
import { datasetStatesOf } from '@evoline/db/queries/dataset-states';
import { findDataset } from '@evoline/db/queries/datasets';
import { acquireLease } from '@evoline/db/queries/leases';
import { insertRun } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { aRun, anItem, blobCalled, seedMined } from '@evoline/testing/database/seed-mined';
import { type SeededTraining, seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandOutput } from './command-output.ts';
import { freezeHere } from './freeze-here.ts';
import { ledgerDeps } from './ledger-deps.ts';

let ledger: TestDatabase;
let training: SeededTraining;
let folder: string;
let store: ArtifactStore;
beforeEach(async () => {
  ledger = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-revoke-'));
  store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  const items = { warmStart: 3, train: 5, heldOut: 2 };
  training = await seedTraining(ledger.database, {
    items,
    steps: 2,
    promptsPerStep: 2,
    groupSize: 2,
  });
  await seedEvaluation(ledger.database, training);
});
afterEach(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true });
});

const deps = () => ({ database: ledger.database, store });
const freezeFrom = (from: string, reason: string) =>
  freezeHere(deps(), { from, reason, publish: false });
const freezeNew = async () => (await freezeHere(deps(), {})) ?? '';

const licence: RevokeOptions = { reason: 'licence' };

async function revoke(name: string, options = licence): Promise<RevocationResult> {
  const { text } = await revoking(name, options, true);
  return JSON.parse(text);
}

function revoking(name: string, options: RevokeOptions, json = false) {
  const deps = { database: ledger.database, user: 'tester', freezeFrom };
  return commandOutput((io) => datasetRevoke(deps, name, options, io), json);
}

async function latest() {
  const row = await findDataset(ledger.database, 'latest');
  if (row === null) throw new Error('there is no latest version');
  return row;
}

test('a dry run tells what an item went into and changes nothing', async () => {
  const { text } = await revoking('evoline-demo/warm-start-01#2', { ...licence, dryRun: true });
  expect(text).toContain('would be revoked (licence). Nothing was changed.');
  expect(text).toMatch(
    new RegExp(`${training.datasetVersion.slice(0, 12)} +10 +published +latest +would be`),
  );
  expect(text).toMatch(/train-run +1 +0 +0 +1/);
  expect(text).toMatch(/train-run +3 +0 to 2 +trained on it/);
  expect(text).toMatch(/evaluation-of-2 +train-run:2 +trained on it/);
  expect((await latest()).state).toBe('published');
  expect(await ledger.sql('select * from revocation')).toEqual([]);
});

test('a revoked item is in no later version; what held it is revoked and names what came after', async () => {
  const digest = contentDigest(anItem('evoline-demo/held-out-01', 1));
  const result = await revoke(digest, { reason: 'personal-data', note: 'by mail' });
  const successor = await latest();
  expect(result).toMatchObject({
    newlyRevoked: 1,
    successors: { [training.datasetVersion]: successor.digest },
    runs: [],
    checkpoints: [],
    evaluations: [{ evaluationId: 'evaluation-of-2', measuredOn: true, trainedOn: false }],
  });
  expect(successor).toMatchObject({
    state: 'published',
    items: 9,
    parent: training.datasetVersion,
  });
  const items = await datasetItems(ledger.database, successor.digest);
  expect(items.map((item) => item.digest)).not.toContain(digest);
  const states = await datasetStatesOf(ledger.database, training.datasetVersion);
  expect(states.at(-1)).toMatchObject({
    state: 'revoked',
    createdBy: 'tester',
    reason: `evoline-demo/held-out-01#1 (item ${digest.slice(0, 12)}): personal-data, by mail`,
  });
  await expect(
    openRun(ledgerDeps(ledger.database), {
      workflow: 'trainPolicy',
      input: { datasetVersion: training.datasetVersion },
      workflowId: 'on-revoked',
      firstRunId: 'first',
    }),
  ).rejects.toMatchObject({ code: 'dataset_revoked' });
});

test('revoking again changes nothing and gives the same answer', async () => {
  const first = await revoke('evoline-demo/train-01#1');
  const successor = await latest();
  const again = await revoke('evoline-demo/train-01#1');
  expect(again.newlyRevoked).toBe(0);
  expect(again.successors).toEqual(first.successors);
  expect((await latest()).digest).toBe(successor.digest);
  expect(await ledger.sql("select * from dataset_state where state = 'revoked'")).toHaveLength(1);
});

test('a revocation that stopped before it froze anything is finished by the next one', async () => {
  const deps = {
    database: ledger.database,
    user: 'tester',
    freezeFrom: () => Promise.reject(new Error('no worker')),
  };
  const name = 'evoline-demo/train-01#1';
  await expect(commandOutput((io) => datasetRevoke(deps, name, licence, io))).rejects.toThrow(
    'no worker',
  );
  expect((await latest()).digest).toBe(training.datasetVersion);
  await revoke(name);
  expect(await latest()).toMatchObject({ items: 9, parent: training.datasetVersion });
});

test('a name that points at a version moves to what came after it, and latest stays the newest', async () => {
  const { database } = ledger;
  const golden = { kind: 'dataset', name: 'golden', target: training.datasetVersion } as const;
  await database.query((db) =>
    pointAlias(db, { ...golden, project: 'default', createdBy: 'tester', runId: null }),
  );
  await mineOneMore();
  const before = await freezeNew();
  expect((await latest()).items).toBe(11);
  const result = await revoke('evoline-demo/train-01#1');
  const target = await database.query((db) => aliasTarget(db, 'dataset', 'golden'));
  expect(target).toBe(result.successors[training.datasetVersion]);
  expect(await latest()).toMatchObject({ items: 10, parent: before, state: 'published' });
  expect(await findDataset(database, 'golden')).toMatchObject({ items: 9, state: 'published' });
});

async function mineOneMore(): Promise<void> {
  const night = aRun({ id: 'second night' });
  const items = [anItem('evoline-demo/train-01', 77)];
  await seedMined(ledger.database, items, night, (item) => store.putJson(item, mediaTypes.item));
}

test('latest stays where it is when only an older version held the item', async () => {
  const { database } = ledger;
  await mineOneMore();
  const gone = aRun({ id: 'third night' });
  const edited = anItem('evoline-demo/train-01', 1, 'edited');
  await seedMined(database, [edited], gone, (item) => store.putJson(item, mediaTypes.item));
  const newest = await freezeNew();
  const digest = contentDigest(anItem('evoline-demo/train-01', 1));
  const result = await revoke(digest, { ...licence, from: training.datasetVersion });
  expect(result.versions.map(({ version }) => version.digest)).toEqual([training.datasetVersion]);
  expect(await latest()).toMatchObject({ digest: newest, state: 'published' });
  const successor = result.successors[training.datasetVersion] ?? '';
  expect(await findDataset(database, successor)).toMatchObject({
    items: 9,
    state: 'published',
    parent: training.datasetVersion,
  });
  await expect(revoke(digest, { ...licence, from: 'latest' })).rejects.toThrow(/does not hold/);
});

test('a freeze that was at work when its item was revoked is followed by one without it', async () => {
  await mineOneMore();
  let overtaken = '';
  const slow = async (from: string, reason: string) => {
    // It chose its items before the revocation, and is recorded after the successor was frozen.
    const successor = await freezeFrom(from, reason);
    if (overtaken !== '') return successor;
    await ledger.sql('alter table revocation disable trigger immutable');
    const rows = await ledger.sql('delete from revocation returning item_digest');
    overtaken = await freezeNew();
    await ledger.sql(`insert into revocation (item_digest, reason, created_by)
      values ('${String(rows[0]?.['item_digest'])}', 'licence', 'tester')`);
    return successor;
  };
  const deps = { database: ledger.database, user: 'tester', freezeFrom: slow };
  await commandOutput((io) => datasetRevoke(deps, 'evoline-demo/train-01#1', licence, io));
  expect((await findDataset(ledger.database, overtaken))?.state).toBe('revoked');
  expect(await latest()).toMatchObject({ items: 10, state: 'published', parent: overtaken });
});

test('a run that began from a checkpoint that knew the item is touched, one that began before is not', async () => {
  const { database } = ledger;
  for (const [runId, startedFrom] of [
    ['after', 'train-run:2'],
    ['before', 'train-run:0'],
  ] as const) {
    await insertRun(database, aRun({ id: runId, workflow: 'trainPolicy' }));
    await acquireLease(database, { key: `run:${runId}`, runId, seconds: 600 });
    await commitWarmStart(database, {
      runId,
      epoch: 1,
      weightsDigest: contentDigest(runId),
      checkpoint: blobCalled(`${runId} checkpoint`),
      recovery: null,
      base: 'tiny',
      adaptation: { kind: 'full' },
      demonstrations: null,
      demonstratedItems: [],
      metrics: {},
      startedFrom,
    });
  }
  const [used] = await ledger.sql(
    'select item_digest as digest, step from step_item where step > 0 order by step desc',
  );
  const { checkpoints } = await revoke(String(used?.['digest']), { ...licence, dryRun: true });
  const runs = checkpoints.map(({ runName, usedThem }) => [runName, usedThem]);
  expect(runs).toContainEqual(['after', false]);
  expect(runs).toContainEqual(['train-run', true]);
  expect(runs.map(([name]) => name)).not.toContain('before');
});

test('a whole version is revoked without its items, and latest falls back to the one before', async () => {
  await mineOneMore();
  const second = await freezeNew();
  const result = await revoke(second.slice(0, 20), { reason: 'bug', note: 'wrong split' });
  expect(result).toMatchObject({
    newlyRevoked: 0,
    successors: { [second]: training.datasetVersion },
  });
  expect((await latest()).digest).toBe(training.datasetVersion);
  expect(await ledger.sql('select * from revocation')).toEqual([]);
  const trained = await revoke(training.datasetVersion, { reason: 'bug', dryRun: true });
  expect(trained.checkpoints).toMatchObject([{ runName: 'train-run', checkpoints: 3 }]);
  expect(trained.evaluations).toMatchObject([{ trainedOn: true, measuredOn: true }]);
});

test('when nothing is left of a version it is revoked all the same', async () => {
  const items = await datasetItems(ledger.database, training.datasetVersion);
  const rows = items.slice(1).map(({ digest }) => `('${digest}', 'bug', 'tester')`);
  await ledger.sql(
    `insert into revocation (item_digest, reason, created_by) values ${rows.join(', ')}`,
  );
  const result = await revoke(items[0]?.digest ?? '');
  expect(result.successors).toEqual({ [training.datasetVersion]: null });
  expect((await findDataset(ledger.database, training.datasetVersion))?.state).toBe('revoked');
});

test('lineage says of a pull request that it is revoked, and why', async () => {
  await revoke('evoline-demo/train-01#1', { reason: 'secret', note: 'a token' });
  const { text } = await commandOutput((io) => lineage(deps(), 'evoline-demo/train-01#1', {}, io));
  expect(text).toMatch(/REVOKED \d{4}-\d\d-\d\d: secret, a token/);
});

test.each([
  ['evoline-demo/train-01#1', { reason: 'because' }, /--reason: expected licence, personal-data/],
  ['nobody/nothing#1', licence, /no pull request nobody\/nothing#1 was ever kept/],
  ['abcdef0123', licence, /there is no item and no dataset version abcdef0123/],
  ['latest', { ...licence, from: 'latest' }, /--from goes with an item/],
])('revoke %s with %j is refused in a sentence', async (name, options, message) => {
  await expect(revoking(name, options)).rejects.toThrow(message);
  expect(await ledger.sql('select * from revocation')).toEqual([]);
});
