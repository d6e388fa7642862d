import type { Alphabet } from './alphabet.ts';
import type { BlockList } from './block-list.ts';
import { fillGramKeys } from './gram-keys.ts';
import type { WindowStack } from './window-stack.ts';

const SPREAD = 0x9e3779b1;

/**
 * Takes all blocks of one length off a window that has none longer: from the left of `a`, each at the first place in
 * `b` that is left. The recursion does the same, for the block it takes is the first in `a` of its length, so that
 * nothing as long lies left of it. Linear in both sides, however many blocks are equally long.
 */
export class GramSweep {
  readonly #blocks: BlockList;
  readonly #open: WindowStack;
  /** By bucket: the first position in `b` that may still be taken. */
  #heads = new Int32Array(0);
  /** The next position with a key of the same bucket; 0 ends a chain. */
  #next = new Int32Array(0);
  #shift = 0;
  /** Of grams that do not fit into a word. */
  #aKeys = new Int32Array(0);
  #bKeys = new Int32Array(0);

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
    this.#reserve(bHigh, bHigh - bLow);
    if (length <= alphabet.symbolsPerWord) {
      const mask = -1 >>> (32 - length * alphabet.symbolBits);
      this.#sweepWords(a, b, mask, aLow, aHigh, bLow, bHigh, length);
      return;
    }
    if (this.#aKeys.length < aHigh) this.#aKeys = new Int32Array(aHigh + (aHigh >> 1));
    if (this.#bKeys.length < bHigh) this.#bKeys = new Int32Array(bHigh + (bHigh >> 1));
    fillGramKeys(a, alphabet, aLow, aHigh, length, this.#aKeys);
    fillGramKeys(b, alphabet, bLow, bHigh, length, this.#bKeys);
    this.#chainKeys(bLow, bHigh - length);
    let aFrom = aLow;
    let bFrom = bLow;
    for (let at = aLow; at + length <= aHigh && bFrom + length <= bHigh;) {
      const found = this.#firstEqual(a, b, alphabet.symbolsPerWord, at, bFrom, length);
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

  /** The same for blocks that fit into a word, whose gram is its own key. */
  #sweepWords(
    a: Int32Array,
    b: Int32Array,
    mask: number,
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
    length: number,
  ): void {
    const heads = this.#heads;
    const next = this.#next;
    const shift = this.#shift;
    for (let at = bHigh - length; at >= bLow; at -= 1) {
      const bucket = Math.imul(b[at]! & mask, SPREAD) >>> shift;
      next[at] = heads[bucket]!;
      heads[bucket] = at;
    }
    let aFrom = aLow;
    let bFrom = bLow;
    const bLast = bHigh - length;
    for (let at = aLow; at + length <= aHigh && bFrom <= bLast;) {
      const key = a[at]! & mask;
      const bucket = Math.imul(key, SPREAD) >>> shift;
      let found = heads[bucket]!;
      if (found !== 0) {
        while (found !== 0 && found < bFrom) found = next[found]!;
        heads[bucket] = found;
        while (found !== 0 && (b[found]! & mask) !== key) found = next[found]!;
      }
      if (found === 0) {
        at += 1;
        continue;
      }
      this.#blocks.add(at, found, length);
      this.#open.push(aFrom, at, bFrom, found, length - 1, 0);
      at += length;
      aFrom = at;
      bFrom = found + length;
    }
    this.#open.push(aFrom, aHigh, bFrom, bHigh, length - 1, 0);
  }

  #chainKeys(bLow: number, bLast: number): void {
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

  /** The first gram of `b` from `bFrom` on that equals the one of `a` at `at`, or 0. What lies before `bFrom` is dropped. */
  #firstEqual(
    a: Int32Array,
    b: Int32Array,
    symbolsPerWord: number,
    at: number,
    bFrom: number,
    length: number,
  ): number {
    const next = this.#next;
    const key = this.#aKeys[at]!;
    const bucket = Math.imul(key, SPREAD) >>> this.#shift;
    let found = this.#heads[bucket]!;
    while (found !== 0 && found < bFrom) found = next[found]!;
    this.#heads[bucket] = found;
    while (found !== 0) {
      if (this.#bKeys[found] === key && equalWords(a, b, symbolsPerWord, at, found, length)) break;
      found = next[found]!;
    }
    return found;
  }

  #reserve(bHigh: number, bWidth: number): void {
    if (this.#next.length < bHigh) this.#next = new Int32Array(bHigh + (bHigh >> 1));
    const bits = Math.max(6, 33 - Math.clz32(bWidth));
    this.#shift = 32 - bits;
    if (this.#heads.length < 2 ** bits) this.#heads = new Int32Array(2 ** bits);
    else this.#heads.fill(0, 0, 2 ** bits);
  }
}

/** Whether `length` symbols are equal, which are more than a word holds. */
function equalWords(
  a: Int32Array,
  b: Int32Array,
  symbolsPerWord: number,
  aAt: number,
  bAt: number,
  length: number,
): boolean {
  const last = length - symbolsPerWord;
  for (let at = 0; at < last; at += symbolsPerWord) {
    if (a[aAt + at] !== b[bAt + at]) return false;
  }
  return a[aAt + last] === b[bAt + last];
}
