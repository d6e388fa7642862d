import type { Alphabet } from './alphabet.ts';

/** Odd, so that no symbol of a gram is lost from its hash. */
const ROLL = 0x2c1b3c6d;

/** A rolling hash for each gram of a length (Karp and Rabin, 1987), at the position where it begins. */
export function fillGramKeys(
  words: Int32Array,
  { symbolMask }: Alphabet,
  low: number,
  high: number,
  length: number,
  keys: Int32Array,
): void {
  const last = high - length;
  let key = 0;
  let leaving = 1;
  for (let at = low; at < low + length; at += 1) {
    key = (Math.imul(key, ROLL) + (words[at]! & symbolMask) + 1) | 0;
    leaving = Math.imul(leaving, ROLL);
  }
  keys[low] = key;
  for (let at = low + 1; at <= last; at += 1) {
    const entered = (words[at + length - 1]! & symbolMask) + 1;
    const left = (words[at - 1]! & symbolMask) + 1;
    key = (Math.imul(key, ROLL) + entered - Math.imul(leaving, left)) | 0;
    keys[at] = key;
  }
}
