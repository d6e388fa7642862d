import { PAD } from './packed-text.ts';

const SPREAD = 0x9e3779b1;
const SECOND = 0x85ebca6b;
const THIRD = 0xc2b2ae35;
const FOURTH = 0x27d4eb2f;

/**
 * Where the grams of a stretch of a packed text stand, in chains by hash, ascending. A gram is one, two or four words
 * that do not overlap. Buckets know their size, so that a search can pass over crowded ones.
 */
export class GramChains {
  heads = new Int32Array(0);
  counts = new Int32Array(0);
  /** The next position with the same hash by position; 0 ends a chain. */
  next = new Int32Array(0);
  gramWords = 1;
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
    const { heads, counts, next, shift } = this;
    for (let at = high - this.gramLength; at >= low; at -= 1) {
      const bucket = gramHash(words, at, gramWords, symbolsPerWord) >>> shift;
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
      this.counts = new Int32Array(size);
    } else {
      this.heads.fill(0, 0, size);
      this.counts.fill(0, 0, size);
    }
    if (this.next.length < high) this.next = new Int32Array(high + (high >> 2) + PAD);
  }
}

/** Of the gram of `gramWords` words at a position; its highest bits are the good ones. */
export function gramHash(
  words: Int32Array,
  at: number,
  gramWords: number,
  symbolsPerWord: number,
): number {
  let hash = Math.imul(words[at]!, SPREAD);
  if (gramWords === 1) return hash;
  hash = (hash ^ (hash >>> 15)) + Math.imul(words[at + symbolsPerWord]!, SECOND);
  if (gramWords === 2) return Math.imul(hash, SPREAD);
  hash = (hash ^ (hash >>> 15)) + Math.imul(words[at + 2 * symbolsPerWord]!, THIRD);
  hash = (hash ^ (hash >>> 15)) + Math.imul(words[at + 3 * symbolsPerWord]!, FOURTH);
  return Math.imul(hash, SPREAD);
}
