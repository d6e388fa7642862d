import { DatasetManifest, type PlacedItem } from '@evoline/contract/dataset';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveFreezeConfig } from '../run/resolve-freeze-config.ts';
import { contentDigest } from '../content-digest.ts';
import { storedChanges } from './delta-manifest.ts';
import { diffDatasets } from './diff-datasets.ts';
import { explainChanges } from './explain-changes.ts';
import { compareItems } from './item-order.ts';
import { splitOrder } from './split-shares.ts';

const now = '2026-01-01T00:00:00.000Z';
const { recipe } = resolveFreezeConfig({}, { minedRepositories: ['o/a'], now });
const someItems = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 12 }),
      edition: fc.integer({ min: 0, max: 1 }),
      repository: fc.constantFrom('o/a', 'o/b'),
      split: fc.constantFrom(...splitOrder),
    }),
    { selector: ({ repository, number }) => `${repository}#${number}`, maxLength: 20 },
  )
  .map((items) =>
    items
      .map(({ edition, ...item }): PlacedItem => {
        return { ...item, digest: contentDigest([item.repository, item.number, edition]) };
      })
      .toSorted(compareItems),
  );
const nothingKnown = {
  todaysName: (name: string) => name,
  dropped: new Map(),
  judged: new Map(),
  selects: () => true,
  edits: new Map(),
};
const parent = { digest: 'a'.repeat(64), deltaRows: 0 };

function frozen(before: readonly PlacedItem[], items: readonly PlacedItem[], deltaRows = 0) {
  const changes = explainChanges(diffDatasets(before, items), nothingKnown);
  const version = { digest: 'b'.repeat(64), recipe, items };
  return { changes, ...storedChanges(version, changes, { ...parent, deltaRows }) };
}

test('a manifest over that of its parent gives the items of the version again', () => {
  fc.assert(
    fc.property(someItems, someItems, (before, items) => {
      const { deltaOf, manifest } = frozen(before, items);
      const placed = new Map<string, PlacedItem>();
      for (const item of deltaOf === null ? [] : before) placed.set(item.digest, item);
      for (const { split, ...change } of DatasetManifest.parse(manifest).changes) {
        if (split === null) placed.delete(change.digest);
        else placed.set(change.digest, { ...change, split });
      }
      expect([...placed.values()].toSorted(compareItems)).toEqual(items);
    }),
  );
});

test('a delta is stored while all deltas together are at most half of the items', () => {
  fc.assert(
    fc.property(someItems, someItems, fc.nat(10), (before, items, deltaRows) => {
      const { changes, deltaOf } = frozen(before, items, deltaRows);
      expect(deltaOf !== null).toBe(deltaRows + changes.length <= items.length / 2);
    }),
  );
});

test('a version that is stored whole has the reason of everything that left all the same', () => {
  fc.assert(
    fc.property(someItems, someItems, (before, items) => {
      const { rows, changes } = frozen(before, items, 1_000);
      expect(rows.filter((row) => row.split !== null)).toHaveLength(items.length);
      const left = changes.filter((row) => row.split === null);
      expect(rows.filter((row) => row.split === null)).toEqual(left);
      expect(left.every((row) => row.reason !== null)).toBe(true);
    }),
  );
});
