import {
  addOptOuts,
  optOutHistory,
  standingOptOuts,
  withdrawOptOut,
} from '@evoline/db/queries/opt-outs';
import { recordRevocations, revocationsOf, revokedDigests } from '@evoline/db/queries/revocations';
import { contentDigest } from '@evoline/domain/content-digest';
import { anItem, seedMined } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(async () => {
  await ledger.stop();
});

test('an opt-out stands once however it is spelled, until it is withdrawn, and stays as history', async () => {
  const { database } = ledger;
  const note = 'asked by mail';
  const named = { kind: 'author', subject: 'OctoCat', note } as const;
  const wanted = [named, { ...named, subject: 'octocat' }];
  expect(await addOptOuts(database, wanted, 'tester')).toBe(1);
  expect(await addOptOuts(database, wanted, 'somebody else')).toBe(0);
  expect(await standingOptOuts(database)).toMatchObject([
    { kind: 'author', subject: 'octocat', note, createdBy: 'tester' },
  ]);
  expect(await withdrawOptOut(database, named, 'tester')).toBe(true);
  expect(await withdrawOptOut(database, named, 'tester')).toBe(false);
  expect(await standingOptOuts(database)).toEqual([]);
  expect(await addOptOuts(database, [named], 'tester')).toBe(1);
  expect(await optOutHistory(database)).toMatchObject([
    { withdrawnBy: 'tester' },
    { withdrawnAt: null },
  ]);
});

test('an item is revoked for the first reason that was given, and only an item that exists', async () => {
  const { database } = ledger;
  const items = [anItem('evoline-demo/one', 1), anItem('evoline-demo/one', 2)];
  await seedMined(database, items);
  const [first = '', second = ''] = items.map(contentDigest);
  const why = { reason: 'licence', note: null, createdBy: 'tester' } as const;
  expect(await recordRevocations(database, [first], why)).toBe(1);
  expect(await recordRevocations(database, [first, second], { ...why, reason: 'bug' })).toBe(1);
  expect(await revokedDigests(database)).toEqual(new Set([first, second]));
  expect(await revocationsOf(database, [first])).toMatchObject([
    { itemDigest: first, reason: 'licence' },
  ]);
  await expect(recordRevocations(database, ['0'.repeat(64)], why)).rejects.toMatchObject({
    code: 'conflict',
  });
});
