import type { DatasetRecipe } from '@evoline/contract/dataset';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { authorKey } from '../mine/author/author-key.ts';
import { signatureOf } from '../mine/decontamination/min-hash.ts';
import { chooseCurrentItems, type MinedVerdict } from './choose-current-items.ts';
import { defaultShares } from './default-splits.ts';
import { type FreezeFacts, winnowItems } from './winnow-items.ts';

const members = (from: number) => Array.from({ length: 100 }, (_, at) => from * 1_000 + at);
const signature = (from: number) => signatureOf(members(from));
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
  language: null,
  authorKey: null,
  minedAt: '2026-02-01T00:00:00Z',
  ...over,
});
const recipe: DatasetRecipe = {
  repositories: ['*'],
  split: {
    kind: 'repository',
    seed: 0,
    shares: defaultShares,
    pins: [{ pattern: '*/held', split: 'held-out' }],
    stratifyBy: null,
  },
  nearDuplicateSimilarity: null,
  acrossSplitsSimilarity: null,
  repositoryCap: null,
  settleDays: 0,
};
const facts: FreezeFacts = {
  recipe,
  asOf: '2026-01-10T00:00:00Z',
  optOuts: [],
  renamed: new Map(),
  revoked: new Map(),
};
const winnow = (verdicts: readonly MinedVerdict[], similarity: number | null = 0.85) =>
  winnowItems(chooseCurrentItems(verdicts), {
    ...facts,
    recipe: { ...recipe, nearDuplicateSimilarity: similarity },
  });
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

test('what was merged too lately waits, what nobody knows the day of does not', () => {
  const verdicts = [verdict(1), verdict(7), verdict(8), verdict(9, { mergedAt: null })];
  const settled = winnowItems(chooseCurrentItems(verdicts), {
    ...facts,
    recipe: { ...recipe, settleDays: 3 },
  });
  expect(settled.items.map(({ number }) => number)).toEqual([1, 7, 9]);
  expect(settled.drops).toMatchObject([
    { item: { number: 8 }, reason: 'not_settled', evidence: 'merged 2026-01-08T00:00:00Z' },
  ]);
  expect(winnow(verdicts).items).toHaveLength(4);
});

test('whose repository, author or pull request opted out is left out, and no evidence tells the author', () => {
  const verdicts = [
    verdict(1, { repository: 'Some/Thing' }),
    verdict(2, { authorKey: authorKey('Ada') }),
    verdict(3),
    verdict(4),
    verdict(5, { authorKey: authorKey('Bob') }),
  ];
  const { items, drops, funnel } = winnowItems(chooseCurrentItems(verdicts), {
    ...facts,
    optOuts: [
      { kind: 'author', subject: 'ada' },
      { kind: 'pull-request', subject: 'O/a#3' },
      { kind: 'repository', subject: 'some/*' },
    ],
  });
  expect(items.map(({ number }) => number)).toEqual([4, 5]);
  expect(funnel).toEqual({ seen: 5, kept: 2, opted_out: 3 });
  expect(drops.map(({ item, evidence }) => [item.number, evidence])).toEqual([
    [1, 'repository some/*'],
    [2, 'its author'],
    [3, 'the pull request'],
  ]);
});

test('a repository or a pull request that opted out under an earlier name stays out', () => {
  const names = ['new/name', 'Old/name'];
  const renamed = new Map(names.map((name) => [name, names]));
  const left = (subject: string, kind: 'repository' | 'pull-request') =>
    winnowItems(chooseCurrentItems([verdict(1, { repository: 'new/name' })]), {
      ...facts,
      renamed,
      optOuts: [{ kind, subject }],
    }).items;
  expect(left('old/name', 'repository')).toEqual([]);
  expect(left('old/name#1', 'pull-request')).toEqual([]);
  expect(left('old/name#2', 'pull-request')).toHaveLength(1);
});

test('what was revoked stays out, and its near duplicate takes the place', () => {
  const twins = [verdict(1), verdict(2, { signature: signature(1) })];
  const { items, drops } = winnowItems(chooseCurrentItems(twins), {
    ...facts,
    recipe: { ...recipe, nearDuplicateSimilarity: 0.85 },
    revoked: new Map([['digest 1', 'licence: it is AGPL']]),
  });
  expect(items.map(({ number }) => number)).toEqual([2]);
  expect(drops).toMatchObject([{ reason: 'revoked', evidence: 'licence: it is AGPL' }]);
});

test('across splits what is measured on stays, the funnel counts the rest, and a note says so', () => {
  const verdicts = [verdict(1), verdict(2, { repository: 'o/held', signature: signature(1) })];
  const { items, drops, notes } = winnowItems(chooseCurrentItems(verdicts), {
    ...facts,
    recipe: { ...recipe, acrossSplitsSimilarity: 0.7 },
  });
  expect(items).toMatchObject([{ repository: 'o/held', split: 'held-out' }]);
  expect(drops).toMatchObject([
    { reason: 'across_splits', evidence: '100 % alike o/held#2 in held-out' },
  ]);
  expect(notes.join()).toMatch(/^1 items were left out/);
});

test('shares that somebody chose must fill their splits; the default ones need not', () => {
  const shares = { 'warm-start': 0, train: 0.5, 'held-out': 0.5 };
  const split = { ...recipe.split, pins: [{ pattern: '*', split: 'train' as const }], shares };
  const chosen = { ...facts, recipe: { ...recipe, split } };
  expect(() => winnowItems(chooseCurrentItems([verdict(1)]), chosen)).toThrow(
    /^shares: held-out gets none of 1 items of 1 repositories, cut by repository: /,
  );
  expect(winnow([verdict(1)]).items).toHaveLength(1);
});
