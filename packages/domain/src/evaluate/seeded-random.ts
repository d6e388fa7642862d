import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Uniform integers from 0 to `below` - 1. */
export type RandomIndex = (below: number) => number;

/**
 * A reproducible generator (xoshiro128**, Blackman and Vigna) whose state is the SHA-256 of `seed`.
 * For statistics, not for secrets.
 */
export function seededRandom(seed: string): RandomIndex {
  const view = new DataView(sha256(utf8ToBytes(seed)).buffer);
  let [a = 0, b = 0, c = 0, d = 0] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  const next = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
  return (below) => Math.floor((next() / 2 ** 32) * below);
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
