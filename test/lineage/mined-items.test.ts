import type { MinedPullRequest } from '@evoline/contract/mine';
import { itemsOfPullRequest, readPullRequestName } from '@evoline/db/queries/items-of-pull-request';
import { newestVerdicts } from '@evoline/db/queries/mined-verdicts';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { minedPullRequestsOf, minedTotals } from '@evoline/db/queries/what-was-mined';
import { contentDigest } from '@evoline/domain/content-digest';
import { aRun, addressOf, anItem, seedMined } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

const dropped = (repository: string, number: number): MinedPullRequest => ({
  repository,
  number,
  url: null,
  title: 'Bump',
  baseTip: null,
  mergeBase: null,
  head: null,
  landed: null,
  files: [],
  itemDigest: null,
  status: 'dropped',
  reason: 'bot_author',
  evidence: 'an account of type Bot',
  reverts: null,
});

async function drop(runId: string, repository: string, number: number): Promise<void> {
  await insertRun(ledger.database, aRun({ id: runId }));
  await recordMined(ledger.database, {
    runId,
    repositoryKey: `git:${repository}`,
    items: [],
    verdicts: [dropped(repository, number)],
  });
}

test('mining the same night twice adds nothing', async () => {
  const items = [1, 2, 3].map((number) => anItem('o/twice', number));
  const run = aRun({ id: 'night' });
  await seedMined(ledger.database, items, run);
  const totals = await minedTotals(ledger.database, 'night');
  expect(totals).toEqual({ seen: 3, kept: 3, added: 3, funnel: {} });
  await seedMined(ledger.database, items, run);
  expect(await minedTotals(ledger.database, 'night')).toEqual(totals);
  await seedMined(ledger.database, items, aRun({ id: 'next night' }));
  expect(await minedTotals(ledger.database, 'next night')).toMatchObject({ kept: 3, added: 0 });
});

test('every drop is counted under its reason, and its pull request is listed', async () => {
  await seedMined(ledger.database, [anItem('o/drops', 1)], aRun({ id: 'drops' }));
  await drop('drops', 'o/drops', 2);
  expect(await minedTotals(ledger.database, 'drops')).toMatchObject({
    seen: 2,
    kept: 1,
    funnel: { bot_author: 1 },
  });
  expect(await minedPullRequestsOf(ledger.database, 'drops')).toMatchObject([
    { number: 1, status: 'kept', reason: null },
    { number: 2, status: 'dropped', reason: 'bot_author' },
  ]);
});

test('the newest verdict on a pull request counts, kept or dropped', async () => {
  await seedMined(ledger.database, [anItem('o/new', 1), anItem('o/new', 2)], aRun({ id: 'n1' }));
  await seedMined(ledger.database, [anItem('o/new', 1, 'edited')], aRun({ id: 'n2' }));
  await drop('n3', 'o/new', 2);
  const verdicts = await newestVerdicts(ledger.database, ['o/new']);
  expect(verdicts.map(({ number, digest, reason }) => [number, digest, reason])).toEqual([
    [1, contentDigest(anItem('o/new', 1, 'edited')), null],
    [2, null, 'bot_author'],
  ]);
});

test('a pull request is found by address and by name, with every edition of it', async () => {
  await seedMined(ledger.database, [anItem('o/found', 7)], aRun({ id: 'f1' }));
  await seedMined(ledger.database, [anItem('o/found', 7, 'edited')], aRun({ id: 'f2' }));
  for (const name of [addressOf({ repository: 'o/found', number: 7 }), 'o/found#7']) {
    const read = readPullRequestName(name);
    expect(read && (await itemsOfPullRequest(ledger.database, read))).toHaveLength(2);
  }
  expect(readPullRequestName('run:12')).toBeNull();
});

test('a repository that is renamed keeps its key and its watermark', async () => {
  const found = { key: 'github:1', defaultBranch: 'main', gitAddress: 'https://git.example/o/a' };
  await upsertRepository(ledger.database, { ...found, name: 'o/a' });
  await ledger.sql("update source_repository set watermark = '2026' where key = 'github:1'");
  const renamed = await upsertRepository(ledger.database, { ...found, name: 'o/b' });
  expect(renamed).toMatchObject({ name: 'o/b', watermark: '2026' });
});

test('a renamed repository is one repository: any name finds its pull requests, once', async () => {
  const key = 'github:77';
  const found = { key, defaultBranch: 'main', gitAddress: 'https://git.example/o/first' };
  const mine = async (runId: string, name: string, numbers: readonly number[]): Promise<void> => {
    await insertRun(ledger.database, aRun({ id: runId }));
    await upsertRepository(ledger.database, { ...found, name });
    const verdicts = numbers.map((number) => dropped(name, number));
    await recordMined(ledger.database, { runId, repositoryKey: key, items: [], verdicts });
  };
  await mine('before', 'o/first', [1, 2]);
  await mine('after', 'o/second', [2, 3]);
  for (const name of ['o/first', 'o/second']) {
    const verdicts = await newestVerdicts(ledger.database, [name]);
    expect(verdicts.map(({ repository, number }) => `${repository}#${number}`)).toEqual([
      'o/second#1',
      'o/second#2',
      'o/second#3',
    ]);
  }
});
