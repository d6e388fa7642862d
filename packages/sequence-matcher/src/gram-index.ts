import type { Span } from './block-search.ts';

/** Odd, so that no symbol of a gram is lost from its hash. */
const ROLL = 0x2c1b3c6d;
const SPREAD = 0x9e3779b1;

/**
 * Where every gram (run of `length` symbols) of a sequence stands, in buckets by hash, ascending. When no
 * common block can be longer than `length`, the first one of that length is the longest block, and finding
 * it here takes a look at the window's beginning only.
 */
export class GramIndex {
  readonly #symbols: Int32Array;
  readonly #length: number;
  /** How far a spread hash is shifted to give a bucket. */
  readonly #shift: number;
  /** Positions of bucket k are `positions[starts[k], starts[k + 1])`. */
  readonly #starts: Int32Array;
  readonly #positions: Int32Array;

  constructor(symbols: Int32Array, length: number) {
    this.#symbols = symbols;
    this.#length = length;
    const bits = Math.max(1, 32 - Math.clz32(symbols.length));
    this.#shift = 32 - bits;
    const buckets = new Int32Array(Math.max(0, symbols.length - length + 1));
    this.#starts = new Int32Array(2 ** bits + 1);
    this.#positions = new Int32Array(buckets.length);
    const grams = new RollingHash(symbols, 0, length);
    for (let at = 0; at < buckets.length; at += 1) {
      const bucket = this.#bucket(grams.hash);
      buckets[at] = bucket;
      this.#starts[bucket + 1]! += 1;
      grams.advance();
    }
    for (let bucket = 1; bucket < this.#starts.length; bucket += 1) {
      this.#starts[bucket]! += this.#starts[bucket - 1]!;
    }
    const next = this.#starts.slice();
    for (let at = 0; at < buckets.length; at += 1) this.#positions[next[buckets[at]!]!++] = at;
  }

  /** The first gram of `a` that stands in `[bLow, bHigh)` of the indexed sequence, and where it first does. */
  firstBlock(
    a: Span,
    bLow: number,
    bHigh: number,
  ): { readonly aStart: number; readonly bStart: number } | undefined {
    const grams = new RollingHash(a.symbols, a.low, this.#length);
    for (let aStart = a.low; aStart + this.#length <= a.high; aStart += 1) {
      const bucket = this.#bucket(grams.hash);
      const end = this.#starts[bucket + 1]!;
      for (let at = this.#firstFrom(bucket, bLow); at < end; at += 1) {
        const bStart = this.#positions[at]!;
        if (bStart + this.#length > bHigh) break;
        if (this.#equals(a.symbols, aStart, bStart)) return { aStart, bStart };
      }
      grams.advance();
    }
    return undefined;
  }

  #bucket(hash: number): number {
    return Math.imul(hash, SPREAD) >>> this.#shift;
  }

  /** Index into `positions` of the bucket's first one that is not before `bLow`. */
  #firstFrom(bucket: number, bLow: number): number {
    let low = this.#starts[bucket]!;
    let high = this.#starts[bucket + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#positions[middle]! < bLow) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #equals(a: Int32Array, aStart: number, bStart: number): boolean {
    for (let at = 0; at < this.#length; at += 1) {
      if (a[aStart + at] !== this.#symbols[bStart + at]) return false;
    }
    return true;
  }
}

/** The hash of one gram after the other (Karp and Rabin, 1987), modulo 2^32. */
class RollingHash {
  readonly #symbols: Int32Array;
  readonly #length: number;
  /** What the symbol that leaves a gram has been multiplied by. */
  #leaving = 1;
  #start: number;
  hash = 0;

  constructor(symbols: Int32Array, start: number, length: number) {
    this.#symbols = symbols;
    this.#start = start;
    this.#length = length;
    for (let at = start; at < start + length; at += 1) {
      this.hash = (Math.imul(this.hash, ROLL) + (symbols[at] ?? 0) + 1) | 0;
      this.#leaving = Math.imul(this.#leaving, ROLL);
    }
  }

  /** Moves on by one symbol; past the end of the sequence the hash has no meaning. */
  advance(): void {
    const left = (this.#symbols[this.#start] ?? 0) + 1;
    const entered = (this.#symbols[this.#start + this.#length] ?? 0) + 1;
    this.hash = (Math.imul(this.hash, ROLL) + entered - Math.imul(this.#leaving, left)) | 0;
    this.#start += 1;
  }
}
