import { describe, expect, it } from 'vitest';
import { tokenCredential } from './credential.ts';
import { laterStanding, MemoryQuotaBook } from './quota-book.ts';

describe('the quota book', () => {
  it('keeps a subject with its token while that is there, and spreads subjects evenly', async () => {
    const book = new MemoryQuotaBook();
    const pins = new Map<string, string>();
    for (let number = 0; number < 9; number += 1)
      pins.set(`r${number}`, await book.pin(`r${number}`, ['a', 'b', 'c']));
    for (const token of ['a', 'b', 'c'])
      expect([...pins.values()].filter((pin) => pin === token)).toHaveLength(3);
    for (const [subject, pin] of pins) {
      expect(await book.pin(subject, ['c', 'b', 'a'])).toBe(pin);
      const moved = await book.pin(subject, ['a', 'b']);
      expect(moved).toBe(pin === 'c' ? moved : pin);
      expect(moved).not.toBe('c');
    }
  });

  it('takes the smaller remainder of one hour, and a new hour over an old one', () => {
    const known = { limit: 5000, remaining: 10, resetsAt: 2 };
    expect(laterStanding(null, known)).toBe(known);
    expect(laterStanding(known, { ...known, remaining: 11 })).toBe(known);
    expect(laterStanding(known, { ...known, remaining: 9 }).remaining).toBe(9);
    expect(laterStanding(known, { ...known, remaining: 4999, resetsAt: 3 }).remaining).toBe(4999);
    expect(laterStanding(known, { ...known, remaining: 1, resetsAt: 1 })).toBe(known);
  });

  it('names a token by a part of its digest, from which it cannot be had', () => {
    const { fingerprint } = tokenCredential('ghp_secret');
    expect(fingerprint).toMatch(/^token:[0-9a-f]{16}$/);
    expect(fingerprint).not.toBe(tokenCredential('ghp_other').fingerprint);
  });
});
