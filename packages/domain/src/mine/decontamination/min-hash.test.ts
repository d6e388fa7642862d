import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  readSignature,
  signatureLength,
  signatureOf,
  similarityOf,
  writeSignature,
} from './min-hash.ts';
import { SimilarSignatures } from './similar-signatures.ts';

/** Two sets of which `shared` of `size` members are the same. */
const pair = (start: number, size: number, shared: number) => {
  const one = Array.from({ length: size }, (_, at) => start + at);
  const other = one.map((member, at) => (at < shared ? member : member + 1_000_000));
  return { one, other, jaccard: shared / (2 * size - shared) };
};

it('estimates the Jaccard similarity', () => {
  const sets = fc.tuple(
    fc.nat(1e6),
    fc.integer({ min: 50, max: 300 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(sets, ([start, size, share]) => {
      const { one, other, jaccard } = pair(start, size, Math.round(size * share));
      // Five standard errors at the worst similarity.
      const error = 5 * Math.sqrt(0.25 / signatureLength);
      const estimate = similarityOf(signatureOf(one), signatureOf(other));
      expect(Math.abs(estimate - jaccard)).toBeLessThan(error);
    }),
  );
});

it('depends on the set and not on order or repetition, and survives being written', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), (members) => {
      const signature = signatureOf(members);
      expect(signatureOf([...members, ...members].toReversed())).toEqual(signature);
      expect(readSignature(writeSignature(signature))).toEqual(signature);
    }),
  );
  expect(() => readSignature('short')).toThrow(RangeError);
});

it('finds what is alike among many without comparing all, and nothing else', () => {
  const known = new SimilarSignatures<number>();
  for (let at = 0; at < 300; at += 1) known.add(signatureOf(pair(at * 1_000, 100, 100).one), at);
  for (let at = 0; at < 300; at += 1) {
    const { one, other } = pair(at * 1_000, 100, 92);
    expect(known.find(signatureOf(one), 0.85)).toEqual({ value: at, similarity: 1 });
    const found = known.find(signatureOf(other), 0.7);
    expect(found?.value).toBe(at);
  }
  expect(known.find(signatureOf([7e6, 7e6 + 1]), 0.5)).toBeNull();
});
