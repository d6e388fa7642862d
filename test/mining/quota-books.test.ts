import { databaseQuotaBook } from '@evoline/activities/mine/database-quota-book';
import { MemoryQuotaBook, type QuotaBook } from '@evoline/clients/github/quota-book';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

const books: [string, () => Promise<QuotaBook>][] = [
  ['one process', () => Promise.resolve(new MemoryQuotaBook())],
  ['all workers of a database', async () => databaseQuotaBook(await ledger.blank())],
];

describe.each(books)('the quota book of %s', (_, open) => {
  it('spreads subjects evenly, also when they come at once, and keeps them where they are', async () => {
    const book = await open();
    const tokens = ['a', 'b', 'c'];
    const subjects = Array.from({ length: 12 }, (_one, index) => `r${index}`);
    const pins = await Promise.all(subjects.map((subject) => book.pin(subject, tokens)));
    for (const token of tokens) expect(pins.filter((pin) => pin === token)).toHaveLength(4);
    const again = await Promise.all(subjects.map((subject) => book.pin(subject, tokens)));
    expect(again).toEqual(pins);
    const moved = await Promise.all(subjects.map((subject) => book.pin(subject, ['a', 'b'])));
    expect(moved.filter((pin, index) => pin !== pins[index])).toHaveLength(4);
  });

  it('believes the smaller remainder of an hour, and a new hour over an old one', async () => {
    const book = await open();
    const hour = Date.parse('2026-06-01T01:00:00Z');
    const remaining = async () => (await book.read('t', 'core')).standing?.remaining;
    expect(await remaining()).toBeUndefined();
    const notes = [
      [hour, 4000],
      [hour, 4001],
      [hour, 3999],
      [hour + 3_600_000, 5000],
      [hour, 10],
    ] as const;
    const seen: (number | undefined)[] = [];
    for (const [resetsAt, left] of notes) {
      await book.noteStanding('t', 'core', { limit: 5000, remaining: left, resetsAt });
      seen.push(await remaining());
    }
    expect(seen).toEqual([4000, 4000, 3999, 5000, 5000]);
    expect((await book.read('t', 'graphql')).standing).toBeNull();
    const { standing } = await book.read('t', 'core');
    expect(standing).toMatchObject({ limit: 5000, resetsAt: hour + 3_600_000 });
  });

  it('lets a token rest as a whole, and ends the rest', async () => {
    const book = await open();
    const restsUntil = Date.parse('2026-06-01T01:00:00Z');
    await book.noteRest('t', { restsUntil, strikes: 2 });
    for (const resource of ['core', 'graphql'] as const)
      expect((await book.read('t', resource)).rest).toMatchObject({ restsUntil, strikes: 2 });
    expect((await book.read('other', 'core')).rest).toBeNull();
    await book.noteRest('t', null);
    const { rest } = await book.read('t', 'core');
    expect(rest?.strikes ?? 0).toBe(0);
    expect(rest?.restsUntil ?? 0).toBeLessThan(Date.now());
  });
});
