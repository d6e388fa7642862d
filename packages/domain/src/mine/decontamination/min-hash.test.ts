import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSignature, signatureLength, signatureOf, writeSignature } from './min-hash.ts';
import { similarityOf } from './signature-agreement.ts';

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
  expect(() => readSignature('w'.repeat(7 * signatureLength))).toThrow(RangeError);
});
