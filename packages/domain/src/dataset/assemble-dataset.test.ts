import type { DatasetRecipe, SplitRule } from '@evoline/contract/dataset';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleDataset as assemble } from './assemble-dataset.ts';
import { assignSplits } from './assign-splits.ts';
import { chooseSplitRule } from './choose-split-rule.ts';
import type { ItemIdentity } from './item-order.ts';

const digest = (n: number): string => n.toString(16).padStart(64, '0');
const recipeWith = (split: SplitRule): DatasetRecipe => ({
  repositories: ['*'],
  split,
  nearDuplicateSimilarity: null,
  acrossSplitsSimilarity: null,
  repositoryCap: null,
  settleDays: 0,
});
const config = (repositories: readonly string[]): DatasetRecipe =>
  recipeWith(chooseSplitRule({}, repositories));
const assembleDataset = (items: readonly ItemIdentity[], recipe: DatasetRecipe) => {
  const facts = items.map((item) => ({ ...item, mergedAt: null, language: null }));
  return assemble(assignSplits(recipe.split, facts), recipe);
};
const someItems = fc.uniqueArray(
  fc.record({
    repository: fc.constantFrom('o/a', 'o/b', 'o/c', 'evoline-demo/train-01', 'é/z'),
    number: fc.integer({ min: 1, max: 50 }),
    digest: fc.integer({ min: 0, max: 2 ** 30 }).map(digest),
  }),
  { selector: (item: ItemIdentity) => `${item.repository}#${item.number}`, maxLength: 60 },
);

test('the same items make the same version in any order of arrival', () => {
  fc.assert(
    fc.property(someItems, fc.infiniteStream(fc.nat()), (items, order) => {
      const shuffled = items
        .map((item) => ({ item, key: order.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item);
      const rule = config(items.map((item) => item.repository));
      expect(assembleDataset(shuffled, rule)).toEqual(assembleDataset(items, rule));
    }),
  );
});

test('another item, another split or another configuration is another version', () => {
  const items = [1, 2, 3].map((number) => ({ repository: 'o/a', number, digest: digest(number) }));
  const rule = config(['o/a']);
  const digestOf = (changed: ItemIdentity[], under = rule) =>
    assembleDataset(changed, under).digest;
  const digests = [
    digestOf(items),
    digestOf(items.slice(1)),
    digestOf(items.map((item) => (item.number === 2 ? { ...item, digest: digest(9) } : item))),
    digestOf(items, { ...rule, split: { ...rule.split, seed: 1 } }),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test('a repository that is kept whole stands in one split only', () => {
  fc.assert(
    fc.property(someItems, fc.nat(100), (items, seed) => {
      const split = chooseSplitRule({ splitBy: 'repository', seed }, []);
      const { items: placed } = assembleDataset(items, recipeWith(split));
      const splitsOf = Map.groupBy(placed, (item) => item.repository);
      for (const own of splitsOf.values()) {
        expect(new Set(own.map((item) => item.split)).size).toBe(1);
      }
    }),
  );
});

test('the splits of the demo follow the names of its repositories', () => {
  const names = ['warm-start-01', 'train-02', 'held-out-03'].map((name) => `evoline-demo/${name}`);
  const items = names.map((repository, at) => ({ repository, number: 1, digest: digest(at) }));
  const { items: placed, splits, notes } = assembleDataset(items, config(names));
  expect(placed.map((item) => [item.repository, item.split])).toEqual([
    ['evoline-demo/held-out-03', 'held-out'],
    ['evoline-demo/train-02', 'train'],
    ['evoline-demo/warm-start-01', 'warm-start'],
  ]);
  expect(splits).toEqual({ 'warm-start': 1, train: 1, 'held-out': 1 });
  expect(notes).toEqual([]);
});

test('a single repository is cut by pull request into every split, and the version says so', () => {
  const items = Array.from({ length: 300 }, (_, at) => ({
    repository: 'o/only',
    number: at + 1,
    digest: digest(at),
  }));
  const recipe = config(['o/only']);
  const { splits, notes } = assembleDataset(items, recipe);
  expect(recipe.split.kind).toBe('pull-request');
  expect(splits.train / items.length).toBeCloseTo(0.6, 1);
  expect(splits['held-out'] / items.length).toBeCloseTo(0.2, 1);
  expect(notes.join()).toContain('cut by pull request');
});

test('many repositories are kept whole without being asked', () => {
  const names = Array.from({ length: 40 }, (_, at) => `o/r${at}`);
  expect(config(names).split.kind).toBe('repository');
});

test('shares that do not add up to one are refused by name', () => {
  const shares = { 'warm-start': 0.2, train: 0.2, 'held-out': 0.2 };
  expect(() => chooseSplitRule({ shares }, [])).toThrow(/^shares: must add up to 1/);
});

test('a split without items is noted with what to do', () => {
  const split = chooseSplitRule({ splitBy: 'repository' }, []);
  const only = [{ repository: 'o/a', number: 1, digest: digest(1) }];
  expect(assembleDataset(only, recipeWith(split)).notes.join()).toMatch(
    /no items in .+: mine more, or choose another seed or shares/,
  );
});
