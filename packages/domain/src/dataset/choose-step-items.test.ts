import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDigest } from '../content-digest.ts';
import { chooseStepItems } from './choose-step-items.ts';

const digests = (count: number) => Array.from({ length: count }, (_, at) => contentDigest(at));

test('every item is drawn once per epoch, and no item twice under one seed block', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(5),
      (count, promptsPerStep, seed) => {
        const items = digests(count);
        const steps = count * 2;
        const drawn = Array.from({ length: steps }, (_, at) =>
          chooseStepItems(items, { seed, step: at + 1, promptsPerStep }),
        ).flat();
        expect(new Set(drawn.map((draw) => `${draw.itemDigest}/${draw.seedBlock}`)).size).toBe(
          drawn.length,
        );
        for (let epoch = 0; epoch < promptsPerStep * 2; epoch += 1) {
          const own = drawn.filter((draw) => draw.seedBlock === epoch);
          expect(own.map((draw) => draw.itemDigest).toSorted()).toEqual(items.toSorted());
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('the order of the items does not matter, the seed does', () => {
  const at = { seed: 3, step: 4, promptsPerStep: 8 };
  const chosen = chooseStepItems(digests(64), at);
  expect(chooseStepItems(digests(64).toReversed(), at)).toEqual(chosen);
  expect(chooseStepItems(digests(64), { ...at, seed: 4 })).not.toEqual(chosen);
});

test('an empty train split draws nothing', () => {
  expect(chooseStepItems([], { seed: 0, step: 1, promptsPerStep: 8 })).toEqual([]);
});

test('neighbours in one epoch are seldom neighbours in the next', () => {
  const items = digests(500);
  const epoch = (step: number) =>
    chooseStepItems(items, { seed: 0, step, promptsPerStep: 500 }).map((draw) => draw.itemDigest);
  const pairs = (order: readonly string[]) =>
    order.slice(1).map((item, at) => `${order[at] ?? ''} ${item}`);
  const first = new Set(pairs(epoch(1)));
  expect(pairs(epoch(2)).filter((pair) => first.has(pair)).length).toBeLessThan(10);
});
