import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Signature, signatureLength, signatureOf } from './min-hash.ts';
import { similarityOf } from './signature-agreement.ts';
import { SimilarSignatures } from './similar-signatures.ts';

/** Signatures over few values, which therefore agree in any number of places, and by any row of them. */
const someSignatures = fc
  .tuple(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.integer({ min: 1, max: 60 }))
  .map(([count, seed, changes]) => {
    const first = Uint32Array.from({ length: signatureLength }, (_, at) => mix(seed, at));
    return Array.from({ length: count }, (_, one) => changed(first, one * changes, seed));
  });

function changed(signature: Signature, places: number, seed: number): Signature {
  const copy = signature.slice();
  for (let place = 0; place < places; place += 1) {
    const at = mix(seed + place, places) % signatureLength;
    copy[at] = mix(at, place % 7);
  }
  return copy;
}

function mix(one: number, other: number): number {
  const hash = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 7, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

it('finds what comparing with all finds: none is missed, the first among equals wins', () => {
  const least = fc.constantFrom(0.5, 0.6, 0.7, 0.8, 0.85, 0.95, 1);
  fc.assert(
    fc.property(someSignatures, least, (signatures, similarity) => {
      const known = new SimilarSignatures<number>(similarity, 1);
      for (const [at, signature] of signatures.entries()) {
        const alike = signatures
          .slice(0, at)
          .map((other, value) => ({ value, similarity: similarityOf(signature, other) }))
          .filter((one) => one.similarity >= similarity)
          .toSorted((a, b) => b.similarity - a.similarity || a.value - b.value);
        expect(known.find(signature)).toEqual(alike[0] ?? null);
        known.add(signature, at);
      }
    }),
  );
});

it('finds what is alike among many, and nothing else', () => {
  const known = new SimilarSignatures<number>(0.7);
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => from + at);
  for (let at = 0; at < 300; at += 1) {
    known.add(signatureOf(range(at * 1_000, at * 1_000 + 100)), at);
  }
  for (let at = 0; at < 300; at += 1) {
    const start = at * 1_000;
    expect(known.find(signatureOf(range(start, start + 100)))).toEqual({
      value: at,
      similarity: 1,
    });
    expect(known.find(signatureOf(range(start + 4, start + 104)))?.value).toBe(at);
  }
  expect(known.find(signatureOf([7e6, 7e6 + 1]))).toBeNull();
});
