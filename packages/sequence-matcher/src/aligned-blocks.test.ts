import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignedBlocks } from './aligned-blocks.ts';
import { LineCounts } from './line-counts.ts';
import type { LineChange } from './line-counts.ts';
import { matchLines } from './line-matcher.ts';

/** A file: mostly different lines, some of a small pool, some so frequent that they are popular in a long file. */
const row = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 40, max: 2_000 }) },
  { weight: 4, arbitrary: fc.integer({ min: 3, max: 39 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 2 }) },
);
const rows = fc.oneof(
  fc.array(row, { maxLength: 40 }),
  fc.array(row, { minLength: 190, maxLength: 320 }),
);

/** Skips rows, takes some out, and puts new ones in: made up, or copied from anywhere in the file. */
const edit = fc.record({
  skip: fc.oneof(fc.nat(6), fc.nat(120)),
  removed: fc.nat(5),
  madeUp: fc.array(row, { maxLength: 4 }),
  copy: fc.tuple(fc.nat(300), fc.oneof(fc.constant(0), fc.nat(8), fc.nat(60))),
  copyNear: fc.boolean(),
});
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function edited(old: readonly number[], edits: readonly Edit[]) {
  const [b, changes]: [number[], LineChange[]] = [[], []];
  let at = 0;
  for (const { skip, removed, madeUp, copy, copyNear } of edits) {
    const aStart = Math.min(at + skip, old.length);
    const aEnd = Math.min(aStart + removed, old.length);
    b.push(...old.slice(at, aStart));
    const bStart = b.length;
    const from = copyNear ? Math.max(0, aStart - (copy[0] % 4)) : copy[0];
    b.push(...madeUp, ...old.slice(from, from + copy[1]));
    changes.push({ aStart, aEnd, bStart, bEnd: b.length });
    at = aEnd;
  }
  b.push(...old.slice(at));
  return { b, changes };
}

it('gives the blocks of the search, or none', () => {
  const seen = { aligned: 0, all: 0 };
  fc.assert(
    fc.property(rows, fc.array(edit, { minLength: 1, maxLength: 5 }), (old, edits) => {
      const { b, changes } = edited(old, edits);
      const numbers = [...new Set([...old, ...b])];
      const numbered = (all: readonly number[]) =>
        Int32Array.from(all, (each) => numbers.indexOf(each));
      const lines = { a: numbered(old), b: numbered(b), lineCount: numbers.length };
      const counted = new LineCounts(lines.a, new Set(old).size).after(lines, changes);
      const aligned = counted && alignedBlocks(lines, changes, counted);
      seen.all += 1;
      if (aligned === undefined) return;
      seen.aligned += 1;
      expect(aligned).toEqual(matchLines(lines));
    }),
    { numRuns: 5_000 },
  );
  expect(seen.aligned / seen.all).toBeGreaterThan(0.5);
});
