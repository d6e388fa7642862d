import type { Split, SplitRule, SplitShares } from '@evoline/contract/dataset';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSplits } from './assign-splits.ts';
import { chooseSplitRule } from './choose-split-rule.ts';
import { type SplitFacts, splitOrder } from './split-shares.ts';
import { chosenInstants } from './time-splits.ts';

const someShares = fc
  .tuple(fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 4 }))
  .map(([one, two, three]): SplitShares => {
    const sum = one + two + three;
    return { 'warm-start': one / sum, train: two / sum, 'held-out': three / sum };
  });
const someRule: fc.Arbitrary<SplitRule> = fc
  .tuple(
    someShares,
    fc.nat(20),
    fc.constantFrom('repository', 'pull-request', 'time'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([shares, seed, kind, isStratified, isPinned]) => {
    const pins = isPinned ? [{ pattern: 'o/a', split: 'train' as const }] : [];
    const cut = { seed, shares, pins };
    if (kind === 'time') return { ...cut, kind, at: null };
    return { ...cut, kind, stratifyBy: isStratified ? 'language' : null };
  });
const someItems = fc.uniqueArray(
  fc.record({
    repository: fc.constantFrom(...Array.from('abcdefghijkl', (letter) => `o/${letter}`)),
    number: fc.integer({ min: 1, max: 40 }),
    language: fc.constantFrom(null, 'Go', 'Rust', 'TypeScript'),
    mergedAt: fc.option(
      fc.nat(30).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
    ),
  }),
  { selector: ({ repository, number }) => `${repository}#${number}`, maxLength: 80 },
);
const placesOf = (rule: SplitRule, items: readonly SplitFacts[]) =>
  new Map(
    assignSplits(rule, items).map((item) => [`${item.repository}#${item.number}`, item.split]),
  );

test('the same items get the same splits in any order of arrival, under every rule', () => {
  const shuffled = someItems.chain((items) =>
    fc.tuple(
      fc.constant(items),
      fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
    ),
  );
  fc.assert(
    fc.property(someRule, shuffled, (rule, [items, mixed]) => {
      expect(placesOf(rule, mixed)).toEqual(placesOf(rule, items));
    }),
  );
});

test('cut by repository, no repository stands on two sides, stratified or not', () => {
  fc.assert(
    fc.property(someRule, someItems, (rule, items) => {
      fc.pre(rule.kind === 'repository');
      const own = Map.groupBy(assignSplits(rule, items), ({ repository }) => repository);
      for (const placed of own.values()) {
        expect(new Set(placed.map(({ split }) => split)).size).toBe(1);
      }
    }),
  );
});

test('a pin wins over every rule', () => {
  fc.assert(
    fc.property(someRule, someItems, (rule, items) => {
      fc.pre(rule.pins.length > 0);
      const pinned = assignSplits(rule, items).filter(({ repository }) => repository === 'o/a');
      expect(pinned.every(({ split }) => split === 'train')).toBe(true);
    }),
  );
});

test('stratified by language, every language is cut at the shares, give or take its largest unit', () => {
  fc.assert(
    fc.property(someRule, someItems, (rule, items) => {
      fc.pre(rule.kind !== 'time' && rule.stratifyBy !== null);
      // One language a repository, so that both kinds have the same strata.
      const languageOf = (name: string) => ['Go', 'Rust', null][name.charCodeAt(2) % 3] ?? null;
      const spoken = items.map((item) => ({ ...item, language: languageOf(item.repository) }));
      const placed = assignSplits({ ...rule, pins: [] }, spoken);
      for (const own of Map.groupBy(placed, ({ language }) => language).values()) {
        const repositories = Map.groupBy(own, ({ repository }) => repository);
        const sizes = [...repositories.values()].map(({ length }) => length);
        const unit = rule.kind === 'repository' ? Math.max(...sizes) : 1;
        for (const split of splitOrder) {
          const count = own.filter((item) => item.split === split).length;
          expect(Math.abs(count - rule.shares[split] * own.length)).toBeLessThanOrEqual(
            unit + 1e-6,
          );
        }
      }
    }),
  );
});

test('cut by time, nothing in an earlier split was merged after anything in a later one', () => {
  fc.assert(
    fc.property(someShares, someItems, (shares, items) => {
      const rule = { kind: 'time', seed: 0, shares, pins: [], at: null } as const;
      const placed = assignSplits(rule, items);
      const ranks = placed
        .toSorted((a, b) => instantOf(a) - instantOf(b))
        .map(({ split }) => splitOrder.indexOf(split));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      const ends = Map.groupBy(placed, ({ split }) => split);
      expect(boundariesOf(ends)).toBe(true);
    }),
  );
});

/** Equal instants are never cut apart. */
function boundariesOf(splits: ReadonlyMap<Split, readonly SplitFacts[]>): boolean {
  const instants = [...splits.values()].map((own) => new Set(own.map(instantOf)));
  return new Set(instants.flatMap((own) => [...own])).size === sum(instants.map((own) => own.size));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function instantOf({ mergedAt }: SplitFacts): number {
  return mergedAt === null ? -1 : Date.parse(mergedAt);
}

test('the instants that a rule by time chose cut at the same places when they are given', () => {
  fc.assert(
    fc.property(someShares, someItems, (shares, items) => {
      const rule = { kind: 'time', seed: 0, shares, pins: [] } as const;
      const at = chosenInstants({ ...rule, at: null }, items);
      fc.pre(at !== null);
      expect(placesOf({ ...rule, at }, items)).toEqual(placesOf({ ...rule, at: null }, items));
    }),
  );
});

test('cut by time at the shares, as many are in each split as equal days allow', () => {
  const days = Array.from({ length: 100 }, (_, day) => ({
    repository: 'o/a',
    number: day + 1,
    language: null,
    mergedAt: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
  }));
  const placed = assignSplits(chooseSplitRule({ splitBy: 'time' }, []), days);
  const counts = splitOrder.map((split) => placed.filter((item) => item.split === split).length);
  expect(counts).toEqual([20, 60, 20]);
});

test.each([
  [{ splitAt: { train: '2026-01-01T00:00:00Z', heldOut: '2026-02-01T00:00:00Z' } }, /^splitAt: /],
  [
    {
      splitBy: 'time',
      splitAt: { train: '2026-02-01T00:00:00Z', heldOut: '2026-02-01T00:00:00Z' },
    },
    /^splitAt: train must begin before heldOut/,
  ],
  [{ splitBy: 'time', stratifyBy: 'language' }, /^stratifyBy: /],
] as const)(
  'knobs of a split that do not go together are refused by name: %j',
  (input, message) => {
    expect(() => chooseSplitRule(input, [])).toThrow(message);
  },
);
