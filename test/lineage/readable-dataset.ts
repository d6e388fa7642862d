import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Io } from '@evoline/cli/io';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetRecipe, PlacedItem, Split } from '@evoline/contract/dataset';
import type { MinedPullRequest, PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { contentDigest } from '@evoline/domain/content-digest';
import { recordFrozen } from '@evoline/testing/database/record-frozen';
import { aRun, addressOf, anItem } from '@evoline/testing/database/seed-mined';
import { startTestDatabase } from '@evoline/testing/database/start-test-database';

interface Deps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/** A published version of seven items that lie in a store, and #99 of each repository, which was dropped. */
export interface ReadableDataset extends Deps {
  readonly storeFolder: string;
  readonly folder: string;
  readonly version: string;
  stop(): Promise<void>;
}

const before = 'def add(a, b):\n    return a - b\n';
const after = 'def add(a, b):\n    return a + b\n';
export const patch = [
  'diff --git a/add.py b/add.py',
  'index aaaa..bbbb 100644',
  '--- a/add.py',
  '+++ b/add.py',
  '@@ -1,2 +1,2 @@',
  ' def add(a, b):',
  '-    return a - b',
  '+    return a + b',
  '',
].join('\n');

/** Seven items of three repositories; the first one is written by somebody who plays tricks. */
export const items: readonly PullRequestItem[] = [
  ...[1, 2, 3, 4].map((number) => aFix('o/python', number, {})),
  ...[1, 2].map((number) => aFix('o/gopher', number, { language: 'Go' })),
  aFix('other/unlicensed', 9, { licence: { spdx: null, path: null, confidence: 0 } }),
];

export function aFix(
  repository: string,
  number: number,
  over: Partial<PullRequestItem>,
): PullRequestItem {
  return {
    ...anItem(repository, number),
    title: number === 1 ? 'Add \u001b[2J <b>two</b> numbers' : `Add numbers, part ${number}`,
    body: 'Fixes #7 \u202eesrever',
    mergedAt: `2026-0${number > 4 ? 6 : number}-01T10:00:00Z`,
    files: [{ path: 'add.py', previousPath: null, status: 'modified', before, after }],
    issues: [
      {
        repository,
        number: 7,
        kind: 'closing_keyword',
        crossRepository: false,
        title: 'Adding subtracts',
        body: 'add(1, 1) is 0',
        createdAt: '2025-12-01T00:00:00Z',
        textAsOf: '2025-12-01T00:00:00Z',
      },
    ],
    context: [{ path: 'sub.py', content: before }],
    contextBy: { method: 'retrieval@1', model: null },
    patch,
    ...over,
  };
}

export async function startReadableDataset(): Promise<ReadableDataset> {
  const ledger = await startTestDatabase();
  const { database } = ledger;
  const folder = await mkdtemp(join(tmpdir(), 'evoline-readers-'));
  const storeFolder = join(folder, 'store');
  const store = openArtifactStore(storeFolder, { cache: join(folder, 'cache') });
  await insertRun(database, aRun());
  for (const own of Map.groupBy(items, (item) => item.repository).values()) {
    await mineItems({ database, store }, own);
  }
  const version = await freezeItems({ database, store }, items);
  const stop = async () => {
    await ledger.stop();
    await rm(folder, { recursive: true });
  };
  return { database, store, storeFolder, folder, version, stop };
}

/** Items of one repository. */
export async function mineItems(
  { database, store }: Deps,
  own: readonly PullRequestItem[],
): Promise<void> {
  const repository = own[0]?.repository ?? '';
  const repositoryKey = `git:${repository}`;
  await upsertRepository(database, {
    key: repositoryKey,
    name: repository,
    defaultBranch: 'main',
    gitAddress: `https://git.example/${repository}.git`,
  });
  const kept = [];
  for (const item of own) {
    const content = await store.putJson(item, mediaTypes.item);
    const named = { digest: contentDigest(item), url: addressOf(item) };
    kept.push({ ...named, content, item, signature: null, authorKey: null });
  }
  const verdicts = [tooLarge(repository)];
  await recordMined(database, { runId: 'mine-run', repositoryKey, items: kept, verdicts });
}

function tooLarge(repository: string): MinedPullRequest {
  const shas = { baseTip: null, mergeBase: null, head: null, landed: null };
  return {
    ...shas,
    repository,
    number: 99,
    url: null,
    title: 'Too much',
    status: 'dropped',
    reason: 'too_large',
    evidence: '5000 lines, at most 1000',
    reverts: null,
    files: [],
    itemDigest: null,
  };
}

export const recipe: DatasetRecipe = {
  repositories: ['*'],
  split: {
    kind: 'repository',
    seed: 0,
    shares: { 'warm-start': 0, train: 0.5, 'held-out': 0.5 },
    pins: [],
    stratifyBy: null,
  },
  nearDuplicateSimilarity: null,
  acrossSplitsSimilarity: null,
  repositoryCap: null,
  settleDays: 0,
};

export async function freezeItems(
  { database, store }: Deps,
  of: readonly PullRequestItem[],
): Promise<string> {
  const placed = of.map((item): PlacedItem => {
    const { repository, number } = item;
    const split = repository === 'o/python' ? 'train' : 'held-out';
    return { digest: contentDigest(item), repository, number, split };
  });
  const digest = contentDigest(placed);
  const count = (name: Split) => placed.filter((one) => one.split === name).length;
  const splits = { 'warm-start': 0, train: count('train'), 'held-out': count('held-out') };
  const notes = ['a note with a \u0007 bell'];
  const assembled = { digest, recipeDigest: contentDigest(recipe), items: placed, splits };
  const manifest = await store.putJson(placed, mediaTypes.datasetManifest);
  const named = { recipe, manifest, runId: 'mine-run' };
  await recordFrozen(database, { ...assembled, repositories: 3, notes }, named);
  return digest;
}

/** What a command writes to standard output. */
export async function output(command: (io: Io) => Promise<number>, over: Partial<Io> = {}) {
  const written: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const plain = { stdin: Readable.from([]), stdout, stderr: stdout, json: false };
  await command({ ...plain, columns: 100, colour: false, ...over });
  return written.join('');
}
