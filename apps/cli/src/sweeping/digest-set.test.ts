import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DigestSet } from './digest-set.ts';

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);

test('every digest that was added is found, and none of the others', () => {
  fc.assert(
    fc.property(fc.array(digest), fc.array(digest), (added, others) => {
      const set = new DigestSet();
      for (const sha256 of added) set.add(sha256);
      expect(added.every((sha256) => set.has(sha256))).toBe(true);
      const begun = new Set(added.map((sha256) => sha256.slice(0, 13)));
      const strangers = others.filter((sha256) => !begun.has(sha256.slice(0, 13)));
      expect(strangers.some((sha256) => set.has(sha256))).toBe(false);
    }),
  );
});

test('it grows, and may be added to after it was asked', () => {
  const set = new DigestSet();
  const at = (index: number) => index.toString(16).padStart(13, '0').padEnd(64, '0');
  for (let index = 0; index < 5000; index += 1) set.add(at(index * 2));
  expect(set.has(at(4000))).toBe(true);
  expect(set.has(at(4001))).toBe(false);
  set.add(at(4001));
  expect(set.has(at(4001))).toBe(true);
});
