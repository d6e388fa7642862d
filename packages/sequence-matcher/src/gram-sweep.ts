import type { Alphabet } from './alphabet.ts';
import type { BlockList } from './block-list.ts';
import type { WindowStack } from './window-stack.ts';

/** Odd, so that no symbol of a gram is lost from its hash. */
const ROLL = 0x2c1b3c6d;
const SPREAD = 0x9e3779b1;

/**
 * Takes all blocks of one length off a window that has none longer: from the left of `a`, each at the first place in
 * `b` that is left. The recursion does the same, for the block it takes is the first in `a` of its length, so that
 * nothing as long lies left of it. Linear in both sides, however many blocks are equally long.
 */
export class GramSweep {
  readonly #blocks: BlockList;
  readonly #open: WindowStack;
  #aKeys = new Int32Array(0);
  #bKeys = new Int32Array(0);
  #heads = new Int32Array(0);
  /** The next position with a key of the same bucket; 0 ends a chain. */
  #next = new Int32Array(0);
  #shift = 0;

  constructor(blocks: BlockList, open: WindowStack) {
    this.#blocks = blocks;
    this.#open = open;
  }

  /** Windows beside the blocks go on the stack, their bound one less. */
  sweep(
    a: Int32Array,
    b: Int32Array,
    alphabet: Alphabet,
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
    length: number,
    crowdedBelow: number,
  ): void {
    this.#reserve(aHigh, bHigh, bHigh - bLow);
    fillKeys(a, alphabet, aLow, aHigh, length, this.#aKeys);
    fillKeys(b, alphabet, bLow, bHigh, length, this.#bKeys);
    this.#chain(bLow, bHigh - length);
    const aKeys = this.#aKeys;
    const heads = this.#heads;
    const next = this.#next;
    let aFrom = aLow;
    let bFrom = bLow;
    for (let at = aLow; at + length <= aHigh && bFrom + length <= bHigh;) {
      const bucket = Math.imul(aKeys[at]!, SPREAD) >>> this.#shift;
      let found = heads[bucket]!;
      if (found !== 0 && found < bFrom) {
        while (found !== 0 && found < bFrom) found = next[found]!;
        heads[bucket] = found;
      }
      while (found !== 0 && !this.#equal(a, b, alphabet.symbolsPerWord, at, found, length)) {
        found = next[found]!;
      }
      if (found === 0) {
        at += 1;
        continue;
      }
      this.#blocks.add(at, found, length);
      this.#open.push(aFrom, at, bFrom, found, length - 1, crowdedBelow);
      at += length;
      aFrom = at;
      bFrom = found + length;
    }
    this.#open.push(aFrom, aHigh, bFrom, bHigh, length - 1, crowdedBelow);
  }

  #chain(bLow: number, bLast: number): void {
    const bKeys = this.#bKeys;
    const heads = this.#heads;
    const next = this.#next;
    const shift = this.#shift;
    for (let at = bLast; at >= bLow; at -= 1) {
      const bucket = Math.imul(bKeys[at]!, SPREAD) >>> shift;
      next[at] = heads[bucket]!;
      heads[bucket] = at;
    }
  }

  #equal(
    a: Int32Array,
    b: Int32Array,
    symbolsPerWord: number,
    aAt: number,
    bAt: number,
    length: number,
  ): boolean {
    if (this.#aKeys[aAt] !== this.#bKeys[bAt]) return false;
    if (length <= symbolsPerWord) return true;
    const last = length - symbolsPerWord;
    for (let at = 0; at < last; at += symbolsPerWord) {
      if (a[aAt + at] !== b[bAt + at]) return false;
    }
    return a[aAt + last] === b[bAt + last];
  }

  #reserve(aHigh: number, bHigh: number, bWidth: number): void {
    if (this.#aKeys.length < aHigh) this.#aKeys = new Int32Array(aHigh + (aHigh >> 1));
    if (this.#bKeys.length < bHigh) {
      this.#bKeys = new Int32Array(bHigh + (bHigh >> 1));
      this.#next = new Int32Array(bHigh + (bHigh >> 1));
    }
    const bits = Math.max(6, 33 - Math.clz32(bWidth));
    this.#shift = 32 - bits;
    if (this.#heads.length < 2 ** bits) this.#heads = new Int32Array(2 ** bits);
    else this.#heads.fill(0, 0, 2 ** bits);
  }
}

/** A key for each gram of a length: the gram itself where it fits into a word, else a rolling hash (Karp and Rabin, 1987). */
function fillKeys(
  words: Int32Array,
  { symbolBits, symbolMask, symbolsPerWord }: Alphabet,
  low: number,
  high: number,
  length: number,
  keys: Int32Array,
): void {
  const last = high - length;
  if (length <= symbolsPerWord) {
    const mask = -1 >>> (32 - length * symbolBits);
    for (let at = low; at <= last; at += 1) keys[at] = words[at]! & mask;
    return;
  }
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
