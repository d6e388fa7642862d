import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { signatureOf, writeSignature } from '../mine/decontamination/min-hash.ts';
import { chooseCurrentItems, type MinedVerdict } from './choose-current-items.ts';
import { winnowItems } from './winnow-items.ts';

const members = (from: number) => Array.from({ length: 100 }, (_, at) => from * 1_000 + at);
const signature = (from: number) => writeSignature(signatureOf(members(from)));
const verdict = (number: number, over: Partial<MinedVerdict> = {}): MinedVerdict => ({
  repository: 'o/a',
  number,
  digest: `digest ${number}`,
  reason: null,
  reverts: null,
  mergedAt: `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`,
  head: `${number}`.repeat(40),
  landed: null,
  signature: signature(number),
  minedAt: '2026-02-01T00:00:00Z',
  ...over,
});
const winnow = (verdicts: readonly MinedVerdict[], similarity: number | null = 0.85) =>
  winnowItems(chooseCurrentItems(verdicts), similarity);
const numbers = (verdicts: readonly MinedVerdict[]) =>
  winnow(verdicts)
    .items.map(({ number }) => number)
    .toSorted((a, b) => a - b);

test('of near duplicates the one that was merged first stays, whatever order they are mined in', () => {
  const verdicts = [
    verdict(1),
    verdict(2, { signature: signature(1), repository: 'o/b', mergedAt: '2025-12-31T00:00:00Z' }),
    verdict(3),
    verdict(4, { signature: signature(3) }),
    verdict(5, { signature: null }),
    verdict(6, { signature: null }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(verdicts, { minLength: verdicts.length }), (mixed) => {
      expect(numbers(mixed)).toEqual([2, 3, 5, 6]);
    }),
  );
  const { drops, funnel } = winnow(verdicts);
  expect(funnel).toEqual({ seen: 6, kept: 4, near_duplicate: 2 });
  expect(drops.map(({ item, evidence }) => [item.number, evidence])).toEqual([
    [1, '100 % alike o/b#2'],
    [4, '100 % alike o/a#3'],
  ]);
  expect(winnow(verdicts, null).items).toHaveLength(6);
});

test('what a later pull request takes back is left out, by number or by commit', () => {
  const revert = (number: number, pullRequest: number | null, commit: string | null = null) =>
    verdict(number, { digest: null, reason: 'revert', reverts: { pullRequest, commit } });
  expect(numbers([verdict(1), verdict(2), revert(3, 1)])).toEqual([2]);
  expect(numbers([verdict(1), verdict(2), revert(3, null, '2222222')])).toEqual([1]);
  expect(winnow([verdict(1), revert(3, 1)]).funnel).toEqual({
    seen: 2,
    kept: 0,
    revert: 1,
    reverted_later: 1,
  });
});

it('leaves in what was taken back and brought back again, and what another repository takes back', () => {
  const revert = (number: number, pullRequest: number, repository = 'o/a') =>
    verdict(number, {
      digest: null,
      reason: 'revert',
      repository,
      reverts: { pullRequest, commit: null },
    });
  expect(numbers([verdict(1), revert(2, 1), revert(3, 2)])).toEqual([1]);
  expect(numbers([verdict(1), revert(2, 1), revert(3, 2), revert(4, 3)])).toEqual([]);
  expect(numbers([verdict(1), revert(2, 1, 'o/b')])).toEqual([1]);
  // Nothing is taken back before it was there.
  expect(numbers([verdict(5), revert(2, 5)])).toEqual([5]);
});
