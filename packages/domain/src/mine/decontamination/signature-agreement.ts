import { type Signature, signatureLength } from './min-hash.ts';

/** Words of a sketch: one bit of every value of a signature. */
export const sketchLength = signatureLength / 32;

/** The lowest bit of every value (b-bit MinHash, Li and König 2010): where values agree, so do the bits. */
export function sketchOf(signature: Signature): Uint32Array {
  const sketch = new Uint32Array(sketchLength);
  for (let index = 0; index < signatureLength; index += 1) {
    const word = index >>> 5;
    sketch[word] = (sketch[word] ?? 0) | (((signature[index] ?? 0) & 1) << (index & 31));
  }
  return sketch;
}

/** Whether two signatures can agree in `least` values, as far as their sketches tell. */
export function mayAgree(
  sketch: Uint32Array,
  sketches: Uint32Array,
  start: number,
  least: number,
): boolean {
  let different = 0;
  for (let word = 0; word < sketchLength; word += 1) {
    different += onesOf((sketch[word] ?? 0) ^ (sketches[start + word] ?? 0));
  }
  return signatureLength - different >= least;
}

/** Estimates the Jaccard similarity of the two sets, 0 to 1. */
export function similarityOf(one: Signature, other: Signature): number {
  return agreementsOf(one, other) / signatureLength;
}

/** How many values of two signatures are equal. */
export function agreementsOf(one: Signature, other: Signature): number {
  let equal = 0;
  for (let index = 0; index < signatureLength; index += 1) {
    if (one[index] === other[index]) equal += 1;
  }
  return equal;
}

/** Bits of a 32-bit word that are set, added in pairs, fours and bytes. */
function onesOf(word: number): number {
  let ones = word - ((word >>> 1) & 0x55555555);
  ones = (ones & 0x33333333) + ((ones >>> 2) & 0x33333333);
  return Math.imul((ones + (ones >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
