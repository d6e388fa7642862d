import type { DatasetRecipe } from '@evoline/contract/dataset';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signatureLength, signatureOf } from '../mine/decontamination/min-hash.ts';
import { similarityOf } from '../mine/decontamination/signature-agreement.ts';
import { compareItems } from './item-order.ts';
import { defaultShares } from './default-splits.ts';
import type { KeptItem } from './freeze-drop.ts';
import { winnowItems } from './winnow-items.ts';

/** Changes in families: members of one are alike to any degree. */
const someSignature = fc.record({ family: fc.nat(3), changed: fc.nat(80) }).map((drawn) => {
  const signature = signatureOf([drawn.family]);
  for (let at = 0; at < drawn.changed; at += 1) {
    signature[(at * 37) % signatureLength] = drawn.changed * 1_000 + at;
  }
  return signature;
});
const someItems: fc.Arbitrary<KeptItem[]> = fc.uniqueArray(
  fc.record({
    repository: fc.constantFrom('o/a', 'o/b', 'o/c', 'o/d', 'o/e', 'o/f'),
    number: fc.integer({ min: 1, max: 12 }),
    digest: fc.nat().map(String),
    mergedAt: fc.option(
      fc.nat(27).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
    ),
    head: fc.constant(null),
    landed: fc.constant(null),
    language: fc.constantFrom(null, 'Go'),
    authorKey: fc.constant(null),
    signature: fc.option(someSignature),
  }),
  { selector: ({ repository, number }) => `${repository}#${number}`, maxLength: 40 },
);
const cut = { seed: 3, shares: defaultShares, pins: [] };
const someRecipe: fc.Arbitrary<DatasetRecipe> = fc.record({
  repositories: fc.constant(['*']),
  split: fc.constantFrom(
    { ...cut, kind: 'repository' as const, stratifyBy: null },
    { ...cut, kind: 'pull-request' as const, stratifyBy: 'language' as const },
    { ...cut, kind: 'time' as const, at: null },
  ),
  nearDuplicateSimilarity: fc.constantFrom(null, 0.5, 0.85),
  acrossSplitsSimilarity: fc.constantFrom(null, 0.5, 0.7, 0.9),
  repositoryCap: fc.option(fc.integer({ min: 1, max: 8 })),
  settleDays: fc.constantFrom(0, 7),
});
const winnowed = (items: readonly KeptItem[], recipe: DatasetRecipe) => {
  const told = winnowItems(
    { items, reverts: [], funnel: { seen: items.length, kept: items.length } },
    { recipe, asOf: '2026-01-28T00:00:00Z', optOuts: [], renamed: new Map(), revoked: new Map() },
  );
  const drops = told.drops.toSorted((a, b) => compareItems(a.item, b.item));
  return { ...told, items: told.items.toSorted(compareItems), drops };
};

test('what is left out, and why, and where the rest goes does not depend on the order of arrival', () => {
  const shuffled = someItems.chain((items) =>
    fc.tuple(
      fc.constant(items),
      fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
    ),
  );
  fc.assert(
    fc.property(someRecipe, shuffled, (recipe, [items, mixed]) => {
      expect(winnowed(mixed, recipe)).toEqual(winnowed(items, recipe));
    }),
  );
});

test('no two items of different splits are as alike as the recipe forbids, by comparing all with all', () => {
  fc.assert(
    fc.property(someRecipe, someItems, (recipe, items) => {
      const limit = recipe.acrossSplitsSimilarity ?? Infinity;
      const told = winnowed(items, recipe);
      for (const one of told.items) {
        for (const other of told.items) {
          if (one.split === other.split) continue;
          if (one.signature === null || other.signature === null) continue;
          expect(similarityOf(one.signature, other.signature)).toBeLessThan(limit);
        }
      }
    }),
  );
});

test('what is dropped across splits has its like in a split of higher precedence', () => {
  const precedence = ['held-out', 'train', 'warm-start'];
  fc.assert(
    fc.property(someRecipe, someItems, (recipe, items) => {
      const told = winnowed(items, recipe);
      for (const drop of told.drops.filter(({ reason }) => reason === 'across_splits')) {
        const [, where, split = ''] = /alike (\S+) in (\S+)$/.exec(drop.evidence) ?? [];
        const stays = told.items.find((item) => `${item.repository}#${item.number}` === where);
        expect(stays?.split).toBe(split);
        expect(precedence.indexOf(split)).toBeLessThan(2);
      }
    }),
  );
});

test('a cap holds, takes nothing from who is below it, and no item is both in and out', () => {
  fc.assert(
    fc.property(someRecipe, someItems, (recipe, items) => {
      const told = winnowed(items, { ...recipe, acrossSplitsSimilarity: null });
      const cap = recipe.repositoryCap ?? Infinity;
      const kept = Map.groupBy(told.items, ({ repository }) => repository);
      const capped = told.drops.filter(({ reason }) => reason === 'repository_cap');
      for (const own of kept.values()) expect(own.length).toBeLessThanOrEqual(cap);
      for (const { item } of capped) expect(kept.get(item.repository)).toHaveLength(cap);
      expect(told.items.length + told.drops.length).toBe(items.length);
      expect(told.funnel['kept']).toBe(told.items.length);
    }),
  );
});
