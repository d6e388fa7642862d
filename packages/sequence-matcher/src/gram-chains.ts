import { PAD } from './packed-text.ts';

const SPREAD = 0x9e3779b1;
const SECOND = 0x85ebca6b;

/**
 * Where the grams of a stretch of a packed text stand, in chains by hash, ascending. A gram is one, two or four words
 * that do not overlap. Buckets know their size, so that a search can pass over crowded ones.
 */
export class GramChains {
  heads = new Int32Array(0);
  /** Positions in a bucket, up to 255. */
  counts = new Uint8ClampedArray(0);
  /** The next position with the same hash by position; 0 ends a chain. */
  next = new Int32Array(0);
  gramWords = 1;
  /** Hashes of the grams of the other text by position, where a gram is longer than four words; `gramWords` is 0 then. */
  otherKeys: Int32Array = new Int32Array(0);
  /** Symbols in a gram. */
  gramLength = 1;
  /** How far a hash is shifted to give a bucket. */
  shift = 0;
  low = 0;
  high = 0;

  /** Indexes the grams within `[low, high)`. */
  index(
    words: Int32Array,
    low: number,
    high: number,
    gramWords: number,
    symbolsPerWord: number,
  ): void {
    this.low = low;
    this.high = high;
    this.gramWords = gramWords;
    this.gramLength = gramWords * symbolsPerWord;
    this.#reserve(high - low, high);
    const last = high - this.gramLength;
    if (gramWords === 1) this.#indexSingles(words, low, last);
    else if (gramWords === 2) this.#indexPairs(words, low, last, symbolsPerWord);
    else this.#indexFours(words, low, last, symbolsPerWord);
  }

  /** Indexes grams of any length by keys, here and in the other text. */
  indexKeys(
    keys: Int32Array,
    otherKeys: Int32Array,
    low: number,
    high: number,
    gramLength: number,
  ): void {
    this.low = low;
    this.high = high;
    this.gramWords = 0;
    this.gramLength = gramLength;
    this.otherKeys = otherKeys;
    this.#reserve(high - low, high);
    this.#indexSingles(keys, low, high - gramLength);
  }

  // Three loops, because one with the choice inside takes twice as long.

  #indexSingles(words: Int32Array, low: number, last: number): void {
    const { heads, counts, next, shift } = this;
    for (let at = last; at >= low; at -= 1) {
      const bucket = Math.imul(words[at]!, SPREAD) >>> shift;
      next[at] = heads[bucket]!;
      heads[bucket] = at;
      counts[bucket] = counts[bucket]! + 1;
    }
  }

  #indexPairs(words: Int32Array, low: number, last: number, step: number): void {
    const { heads, counts, next, shift } = this;
    for (let at = last; at >= low; at -= 1) {
      const bucket = pairHash(words, at, step) >>> shift;
      next[at] = heads[bucket]!;
      heads[bucket] = at;
      counts[bucket] = counts[bucket]! + 1;
    }
  }

  #indexFours(words: Int32Array, low: number, last: number, step: number): void {
    const { heads, counts, next, shift } = this;
    for (let at = last; at >= low; at -= 1) {
      const bucket = fourHash(words, at, step) >>> shift;
      next[at] = heads[bucket]!;
      heads[bucket] = at;
      counts[bucket] = counts[bucket]! + 1;
    }
  }

  #reserve(width: number, high: number): void {
    const bits = Math.max(6, 33 - Math.clz32(width));
    const size = 2 ** bits;
    this.shift = 32 - bits;
    if (this.heads.length < size) {
      this.heads = new Int32Array(size);
      this.counts = new Uint8ClampedArray(size);
    } else {
      this.heads.fill(0, 0, size);
      this.counts.fill(0, 0, size);
    }
    if (this.next.length < high) this.next = new Int32Array(high + (high >> 2) + PAD);
  }
}

/** Of the gram at a position of the other text. */
export function rowHash(grams: GramChains, words: Int32Array, at: number, step: number): number {
  if (grams.gramWords === 0) return Math.imul(grams.otherKeys[at]!, SPREAD);
  return gramHash(words, at, grams.gramWords, step);
}

/** Of the gram of `gramWords` words, `step` symbols each, at a position; its highest bits are the good ones. */
function gramHash(words: Int32Array, at: number, gramWords: number, step: number): number {
  if (gramWords === 1) return Math.imul(words[at]!, SPREAD);
  return gramWords === 2 ? pairHash(words, at, step) : fourHash(words, at, step);
}

function pairHash(words: Int32Array, at: number, step: number): number {
  const first = Math.imul(words[at]!, SECOND);
  return Math.imul(first ^ (first >>> 15) ^ words[at + step]!, SPREAD);
}

function fourHash(words: Int32Array, at: number, step: number): number {
  const half = pairHash(words, at, step);
  const third = Math.imul(half ^ (half >>> 15) ^ words[at + 2 * step]!, SECOND);
  return Math.imul(third ^ (third >>> 15) ^ words[at + 3 * step]!, SPREAD);
}
