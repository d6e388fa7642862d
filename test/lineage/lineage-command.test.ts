import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { datasetDiff } from '@evoline/cli/commands/dataset-diff';
import { datasetList } from '@evoline/cli/commands/dataset-list';
import { datasetShow } from '@evoline/cli/commands/dataset-show';
import { lineage, type LineageOptions } from '@evoline/cli/commands/lineage';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { Io } from '@evoline/cli/io';
import { recordArtifacts } from '@evoline/db/queries/artifacts';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { acquireLease } from '@evoline/db/queries/leases';
import { insertRun } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { aRun } from '@evoline/testing/database/seed-mined';
import { type SeededTraining, seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
let training: SeededTraining;
let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  ledger = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-lineage-'));
  store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  const items = { warmStart: 3, train: 5, heldOut: 2 };
  const size = { items, steps: 2, promptsPerStep: 2, groupSize: 2 };
  training = await seedTraining(ledger.database, size);
  await seedEvaluation(ledger.database, training);
});
afterAll(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true });
});

async function output(command: (io: Io) => Promise<number>, json = false) {
  const written: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const io = {
    stdin: Readable.from([]),
    stdout,
    stderr: stdout,
    json,
    columns: 100,
    colour: false,
  };
  const exitCode = await command(io);
  return { exitCode, text: written.join('') };
}

const ask = (name: string, options: LineageOptions = {}, json = false) =>
  output((io) => lineage({ database: ledger.database, store }, name, options, io), json);

test('lineage latest leads from the last evaluation to the pull requests behind it', async () => {
  const { text, exitCode } = await ask('latest');
  expect(exitCode).toBe(0);
  expect(text).toContain('evaluation evaluation-of-2');
  expect(text).toContain('policy version train-run:2');
  expect(text).toContain('chain of 3 versions from train-run:0: 2 updates, 0 idle steps');
  expect(text).toContain('2 batches, 4 groups, 8 samples; 3 demonstrations in the warm start');
  expect(text).toContain('https://git.example/evoline-demo/warm-start-01/pull/{1-3}: 3');
  expect(text).toMatch(/train-01\/pull\/\{[\d, -]+\}: 4, 8 samples/);
  expect(text).toContain('code revision');
});

test('with --all every pull request has its own line', async () => {
  const { text } = await ask('evaluation-of-2', { all: true });
  expect(text.match(/train-01\/pull\/\d+: 2 samples, step \d {2}Fix \d/g)).toHaveLength(4);
});

test('with --json it is one document with everything in it', async () => {
  const { text } = await ask('train-run:1', {}, true);
  const document = JSON.parse(text);
  expect(document).toMatchObject({
    kind: 'policy version',
    policy: {
      chain: ['train-run:0', 'train-run:1'],
      steps: { updates: 1, samples: 4 },
      codeRevisions: ['revision'],
      datasetVersions: [{ digest: training.datasetVersion }],
    },
  });
  expect(document.policy.pullRequests).toHaveLength(5);
});

test('a pull request address leads to its steps and evaluations', async () => {
  const { text } = await ask('https://git.example/evoline-demo/warm-start-01/pull/2');
  expect(text).toContain('in split warm-start of dataset version');
  expect(text).toContain('run train-run (train-run): 1 demonstration, 0 samples, steps 0');
  expect(text).toContain('evaluation evaluation-of-2 of train-run:2: the policy was trained on it');
  const held = await ask('evoline-demo/held-out-01#1');
  expect(held.text).toContain('no training step used it');
  expect(held.text).toContain('evaluation evaluation-of-2 of train-run:2: measured on it');
});

test.each(['o/nobody#3', 'gone:7', 'abcdef123456'])(
  '%s is not found, and the message names it',
  async (name) => {
    await expect(ask(name)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(name),
    });
  },
);

test('a flipped byte in a checkpoint is reported, with the file it is in', async () => {
  const runId = 'verified';
  await insertRun(ledger.database, aRun({ id: runId, workflow: 'trainPolicy' }));
  await acquireLease(ledger.database, { key: `run:${runId}`, runId, seconds: 600 });
  const checkpointFolder = await mkdtemp(join(folder, 'checkpoint-'));
  await writeFile(join(checkpointFolder, 'weights.bin'), 'all of the weights');
  const checkpoint = await store.putDirectory(checkpointFolder);
  await commitWarmStart(ledger.database, {
    runId,
    epoch: 1,
    weightsDigest: contentDigest(runId),
    checkpoint,
    recovery: null,
    base: 'tiny',
    adaptation: { kind: 'full' },
    demonstrations: null,
    demonstratedItems: [],
    metrics: {},
  });
  const sound = await ask('verified:0', { verify: true });
  expect(sound).toMatchObject({
    exitCode: 0,
    text: expect.stringContaining('every digest matches'),
  });
  await flipByteOf('all of the weights');
  const damaged = await ask('verified:0', { verify: true }, true);
  expect(damaged.exitCode).toBe(1);
  expect(JSON.parse(damaged.text).verification.damaged).toMatchObject([
    { as: 'checkpoint weights.bin' },
  ]);
});

test('an artifact that is gone from the store is reported too', async () => {
  const missing = { sha256: 'a'.repeat(64), bytes: 3, mediaType: 'text/plain' };
  await ledger.database.query((db) => recordArtifacts(db, [missing]));
  const { exitCode, text } = await ask('train-run:0', { verify: true });
  expect(exitCode).toBe(1);
  expect(text).toContain('DAMAGED or missing');
});

async function flipByteOf(wanted: string): Promise<void> {
  const entries = await readdir(join(folder, 'store'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path, 'utf8');
    if (content !== wanted) continue;
    await chmod(path, 0o600);
    await writeFile(path, `${content.slice(0, -1)}X`);
  }
}

test('dataset list, show and diff print tables for people and one document with --json', async () => {
  const deps = { database: ledger.database, store };
  const version = training.datasetVersion.slice(0, 12);
  const list = await output((io) => datasetList(deps, io));
  expect(list.text).toMatch(new RegExp(`${version} +published +3 +5 +2 +3 +10 +0 +0 +–`));
  const show = await output((io) => datasetShow(deps, version, {}, io));
  expect(show.text).toContain('10 items of 3 repositories: warm-start 3, train 5, held-out 2');
  const shown = await output((io) => datasetShow(deps, version, {}, io), true);
  expect(JSON.parse(shown.text).items).toHaveLength(10);
  const same = { before: version, after: 'latest' };
  const diff = await output((io) => datasetDiff(deps, same, {}, io));
  expect(diff.text).toContain('0 added, 0 removed, 0 edited, 0 in another split');
  await expect(output((io) => datasetShow(deps, 'ffff', {}, io))).rejects.toThrow(
    /there is no dataset/,
  );
});
