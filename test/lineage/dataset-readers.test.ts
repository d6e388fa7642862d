import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { datasetItem, type ItemOptions } from '@evoline/cli/commands/dataset-item';
import { datasetItems, type ItemsOptions } from '@evoline/cli/commands/dataset-items';
import { datasetShow, type ShowOptions } from '@evoline/cli/commands/dataset-show';
import type { Io } from '@evoline/cli/io';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetRecipe, PlacedItem, Split } from '@evoline/contract/dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import { recordMined } from '@evoline/db/queries/record-mined';
import { recordRevocations } from '@evoline/db/queries/revocations';
import { insertRun } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { contentDigest } from '@evoline/domain/content-digest';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { recordFrozen } from '@evoline/testing/database/record-frozen';
import { aRun, addressOf, anItem } from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let ledger: TestDatabase;
let folder: string;
let store: ArtifactStore;
let version: string;
const deps = () => ({ database: ledger.database, store });

const before = 'def add(a, b):\n    return a - b\n';
const after = 'def add(a, b):\n    return a + b\n';
const patch = [
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
const items: readonly PullRequestItem[] = [
  ...[1, 2, 3, 4].map((number) => aFix('o/python', number, {})),
  ...[1, 2].map((number) => aFix('o/gopher', number, { language: 'Go' })),
  aFix('other/unlicensed', 9, { licence: { spdx: null, path: null, confidence: 0 } }),
];

function aFix(repository: string, number: number, over: Partial<PullRequestItem>): PullRequestItem {
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

beforeAll(async () => {
  ledger = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-readers-'));
  store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  await insertRun(ledger.database, aRun());
  for (const [repository, own] of Map.groupBy(items, (item) => item.repository)) {
    await mine(repository, own);
  }
  version = await freeze(items);
});
afterAll(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true });
});

async function mine(repository: string, own: readonly PullRequestItem[]): Promise<void> {
  const repositoryKey = `git:${repository}`;
  const address = `https://git.example/${repository}.git`;
  await upsertRepository(ledger.database, {
    key: repositoryKey,
    name: repository,
    defaultBranch: 'main',
    gitAddress: address,
  });
  const kept = [];
  for (const item of own) {
    const content = await store.putJson(item, mediaTypes.item);
    const named = { digest: contentDigest(item), url: addressOf(item) };
    kept.push({ ...named, content, item, signature: null, authorKey: null });
  }
  await recordMined(ledger.database, {
    runId: 'mine-run',
    repositoryKey,
    items: kept,
    verdicts: [
      {
        repository,
        number: 99,
        url: null,
        title: 'Too much',
        baseTip: null,
        mergeBase: null,
        head: null,
        landed: null,
        status: 'dropped',
        reason: 'too_large',
        evidence: '5000 lines, at most 1000',
        reverts: null,
        files: [],
        itemDigest: null,
      },
    ],
  });
}

const recipe: DatasetRecipe = {
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

async function freeze(of: readonly PullRequestItem[]): Promise<string> {
  const split = ({ repository }: PullRequestItem): Split =>
    repository === 'o/python' ? 'train' : 'held-out';
  const placed: PlacedItem[] = of.map((item) => {
    const { repository, number } = item;
    return { digest: contentDigest(item), repository, number, split: split(item) };
  });
  const digest = contentDigest(placed);
  const count = (name: Split) => placed.filter((one) => one.split === name).length;
  const splits = { 'warm-start': 0, train: count('train'), 'held-out': count('held-out') };
  const notes = ['a note with a \u0007 bell'];
  const assembled = { digest, recipeDigest: contentDigest(recipe), items: placed, splits };
  const manifest = await store.putJson(placed, mediaTypes.datasetManifest);
  const named = { recipe, manifest, runId: 'mine-run' };
  await recordFrozen(ledger.database, { ...assembled, repositories: 3, notes }, named);
  return digest;
}

async function output(command: (io: Io) => Promise<number>, over: Partial<Io> = {}) {
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

const show = (options: ShowOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetShow(deps(), version.slice(0, 9), options, io), over);
const list = (options: ItemsOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetItems(deps(), 'latest', options, io), over);
const read = (name: string, options: ItemOptions = {}, over: Partial<Io> = {}) =>
  output((io) => datasetItem(deps(), name, options, io), over);

describe('dataset show', () => {
  test('tells a version in words and bars', async () => {
    const text = await show();
    expect(text).toContain(`dataset version ${version} (published)`);
    expect(text).toContain('7 items of 3 repositories: warm-start 0, train 4, held-out 3');
    expect(text).toContain('by tester; it is the latest');
    expect(text).toContain('none; it is the first');
    expect(text).toMatch(/Python +█+ +5 +71\.4 %/);
    expect(text).toMatch(/unknown +█+\S? +1 +14\.3 %/);
    expect(text).toMatch(/o\/python +█+ +4 +57\.1 %/);
    expect(text).toMatch(/2026-05 +0 +0\.0 %/);
    expect(text).toContain('Changed lines of an item');
    expect(text).toContain('a note with a \\x07 bell');
    expect(text).not.toMatch(/\u001b/);
  });

  test.each([40, 80, 130, 200])('stays within %i columns', async (columns) => {
    const lines = (await show({}, { columns })).split('\n');
    const facts = lines.filter((line) => !line.includes(version));
    for (const line of facts) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('--json holds every item and every number', async () => {
    const shown = JSON.parse(await show({}, { json: true }));
    expect(shown).toMatchObject({ digest: version, state: 'published', isLatest: true, recipe });
    expect(shown.items).toHaveLength(7);
    expect(shown.histograms.map((one: { name: string }) => one.name)).toEqual(
      expect.arrayContaining(['languages', 'licences', 'repositories', 'months', 'files', 'lines']),
    );
  });

  test('--html writes one page that needs nothing else and takes nobody at their word', async () => {
    const file = join(folder, 'page.html');
    expect(await show({ html: file })).toContain('as a page');
    const page = await readFile(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|\bon\w+=|(?:src|href)=|url\(|@import/i);
    const pictures = page.match(/<svg [^>]*role="img" aria-labelledby/g) ?? [];
    expect(page.match(/<table>/g)).toHaveLength(pictures.length);
    expect(page.match(/<desc /g)).toHaveLength(pictures.length);
    expect(page).toContain('a note with a \\x07 bell');
    await expect(show({ html: join(folder, 'nowhere', 'page.html') })).rejects.toThrow(/ENOENT/);
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('names versions that there are not', async () => {
    const missing = output((io) => datasetShow(deps(), 'ffff', {}, io));
    await expect(missing).rejects.toThrow(/there is no dataset version ffff/);
  });
});

describe('dataset items', () => {
  test('is a table with a count', async () => {
    const text = await list({ repository: 'O/*', mergedAfter: '2026-02-01', limit: 2 });
    expect(text).toContain(`4 of 7 items of dataset version ${version.slice(0, 12)} match`);
    expect(text).toContain('these are 1 to 2, more with --offset 2');
    expect(text).toMatch(/o\/gopher#2 +held-out +2026-02-01 +Go +MIT +1 +\w{8} {2}Add numbers/);
    expect(await list({ offset: 70 })).toContain('--offset 70 is beyond them');
  });

  test('filters by everything at once, and shows what cannot be seen', async () => {
    const all = { split: 'train', language: 'python', licence: 'mit', authorKind: 'human' };
    const text = await list({ ...all, mergedBefore: '2026-01-02', title: 'NUMBERS' });
    expect(text).toContain('1 of 7 items');
    expect(text).toContain('Add \\x1b[2J <b>two</b> numbers');
    expect(await list({ licence: 'unknown' })).toContain('other/unlicensed#9');
    expect(await list({ split: 'warm-start' })).toContain('0 of 7 items');
    expect(await list({ repository: 'o/_ython', title: '%' }).catch(String)).toContain('called so');
  });

  test('--json is one line each, all of them', async () => {
    const lines = (await list({}, { json: true })).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2, 1, 2, 3, 4, 9]);
  });

  test.each([
    [{ language: 'Pyton' }, /--language Pyton: .* there are Python \(5\), Go \(2\)/],
    [{ licence: 'GPL-3.0' }, /--licence GPL-3\.0: .* MIT \(6\), unknown \(1\)/],
    [{ repository: 'pallets/*' }, /--repository pallets\/\*: .* o\/python \(4\), o\/gopher \(2\)/],
    [{ authorKind: 'bot' }, /--author-kind bot: .* human \(7\)/],
    [{ split: 'test' }, /--split test: expected warm-start, train, held-out/],
    [{ mergedAfter: 'yesterday' }, /--merged-after yesterday: expected a day/],
    [{ mergedAfter: '2026-03-01', mergedBefore: '2026-02-01' }, /nothing lies between/],
  ])('%j is refused with what there is', async (options, sentence) => {
    await expect(list(options)).rejects.toThrow(sentence);
  });
});

describe('dataset item', () => {
  test('reads an item as a person would', async () => {
    const text = await read('o/python#2', { in: 'latest' });
    for (const words of [
      'o/python#2  Add numbers, part 2',
      'https://git.example/o/python/pull/2',
      'merged 2026-02-01 10:00 UTC',
      'Issue o/python#7  Adding subtracts',
      'https://git.example/o/python/issues/7',
      'add(1, 1) is 0',
      'Fixes #7 \\u202eesrever',
      '1. sub.py',
      '+    return a + b',
      'licence at the merge base: MIT in LICENSE',
      `dataset version ${version.slice(0, 12)}: train`,
      'no training step used it',
      'Why 28 filters let it pass, as run mine-run had them',
      '1 changed file of at most 20',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/\u001b|would be dropped today/);
  });

  test('is found by address and by the beginning of its digest; --json holds all of it', async () => {
    const [first] = items;
    if (first === undefined) throw new Error('no item');
    const digest = contentDigest(first);
    const shown = JSON.parse(await read(digest.slice(0, 10), {}, { json: true }));
    expect(shown).toMatchObject({
      digest,
      item: { title: first.title, patch },
      versions: [{ version, split: 'train', state: 'published' }],
    });
    expect(shown.filters).toHaveLength(28);
    expect(await read(addressOf(first))).toContain('o/python#1  Add \\x1b[2J');
  });

  test('colours the change, and nothing else gets through', async () => {
    const text = await read('o/python#1', {}, { colour: true });
    expect(text).toContain('\u001b[32m+    return a + b\u001b[39m');
    expect(text).not.toContain('\u001b[2J');
  });

  test('says why there is no such item', async () => {
    await expect(read('o/python#99')).rejects.toThrow(
      /dropped for too_large: more lines .* \(5000 lines, at most 1000\)/,
    );
    await expect(read('o/python#98')).rejects.toThrow(/was ever kept by mining/);
    await expect(read('ffffffff')).rejects.toMatchObject({ code: 'not_found' });
    await expect(read('python 2')).rejects.toThrow(/an item is named by its digest/);
    await expect(read('o/python#2', { in: 'ffff' })).rejects.toThrow(/no dataset version ffff/);
  });

  test('tells another edition from the one that a version holds', async () => {
    const edited = aFix('o/python', 3, { body: 'edited since' });
    await mine('o/python', [edited]);
    expect(await read('o/python#3')).toContain('edited since');
    expect(await read('o/python#3')).toContain('1 other edition of it');
    expect(await read('o/python#3', { in: version.slice(0, 8) })).not.toContain('edited since');
    await expect(read(contentDigest(edited), { in: 'latest' })).rejects.toThrow(/no version holds/);
  });

  test('reports a flipped byte, and a picture is drawn without it', async () => {
    const [, second] = items;
    const content = await store.putJson(second, mediaTypes.item);
    const restore = await damageArtifact(join(folder, 'store'), content.sha256);
    await expect(read('o/python#2')).rejects.toMatchObject({ code: 'store_corrupt' });
    expect(await show()).toContain('of 6 sampled items; 1 could not be read');
    await restore();
  });

  test('shows nothing of what a revoked item says', async () => {
    const revoked = contentDigest(items[3]);
    const why = { reason: 'personal-data', note: 'asked for', createdBy: 'tester' } as const;
    await recordRevocations(ledger.database, [revoked], why);
    const text = await read('o/python#4');
    expect(text).toMatch(/revoked \d{4}-\d\d-\d\d by tester: personal-data, asked for/);
    expect(text).toContain('what it says is not shown any more');
    expect(text).not.toContain('return a + b');
    const shown = JSON.parse(await read('o/python#4', {}, { json: true }));
    expect(shown).toMatchObject({ item: null, filters: null });
  });
});

test('dataset show tells what changed since the parent, and why', async () => {
  const [gone, edited, ...others] = items;
  if (gone === undefined || edited === undefined) throw new Error('no items');
  const again = { ...edited, title: 'Add more numbers' };
  await mine('o/python', [again]);
  const before = version;
  const later = await freeze([...others, again]);
  const text = await output((io) => datasetShow(deps(), later, {}, io));
  expect(text).toContain(`parent  ${before.slice(0, 12)} of`);
  expect(text).toContain('−1 item since');
  expect(text).toMatch(/removed +1\b/);
  expect(text).toMatch(/edited +1\b/);
  expect(text).toMatch(/− o\/python#1 \(train.*\) {2}Add \\x1b\[2J <b>two<\/b> numbers/);
  expect(text).toMatch(/~ o\/python#2 \(train.*\) {2}Add more numbers/);
});
