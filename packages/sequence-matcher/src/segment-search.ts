import type { Alphabet } from './alphabet.ts';
import { rowHash } from './gram-chains.ts';
import type { GramChains } from './gram-chains.ts';
import { SegmentList } from './segment-list.ts';

/** A bucket of more positions than this is worth looking for a smaller one this far back, … */
const CROWDED = 3;
const LOOK_BACK = 16;
/** … and one of more than this, as far back as may be. */
const VERY_CROWDED = 24;
/** What following a candidate costs, in candidates passed over. */
const EXTENSION_COST = 3;

/**
 * Finds **all** common segments of a window from a length on, the threshold. Every such segment holds each gram
 * that starts early enough in it, so looking at rows of `a` no further apart than threshold − gram length + 1
 * misses none. Where there are too many, the threshold rises, to the longest at most.
 */
export class SegmentSearch {
  readonly found = new SegmentList();
  /** All segments of this length or longer are found. */
  threshold = 0;
  /** By diagonal: where the last segment on it ends in `a`. Zero between searches. */
  #diagonalEnds = new Int32Array(0);
  /** Rows and the first positions of their chains. */
  #rows = new Int32Array(1024);
  #capacity = 0;
  #budget = 0;
  #a: Int32Array = new Int32Array(0);
  #b: Int32Array = new Int32Array(0);
  #symbolsPerWord = 4;
  #bitsShift = 3;
  #gramLength = 0;
  #twoPoint = false;
  #fourPoint = false;
  #aLow = 0;
  #aHigh = 0;
  #bLow = 0;
  #bHigh = 0;

  /** The packed texts of the searches to come. */
  begin(a: Int32Array, b: Int32Array, alphabet: Alphabet, diagonals: number): void {
    this.#a = a;
    this.#b = b;
    this.#symbolsPerWord = alphabet.symbolsPerWord;
    this.#bitsShift = alphabet.bitsShift;
    if (this.#diagonalEnds.length < diagonals) {
      this.#diagonalEnds = new Int32Array(diagonals + (diagonals >> 2));
    }
  }

  /**
   * @param grams Grams of `b`, the window's among them, not longer than the threshold.
   * @returns false when the window is so repetitive that not all of it could be searched at a cost linear in its sides.
   */
  find(
    grams: GramChains,
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
    threshold: number,
  ): boolean {
    this.#aLow = aLow;
    this.#aHigh = aHigh;
    this.#bLow = bLow;
    this.#bHigh = bHigh;
    const width = aHigh - aLow + bHigh - bLow;
    this.#capacity = 48 + Math.min(4_096, width >> 5);
    this.#budget = 512 + 4 * width;
    this.#gramLength = grams.gramLength;
    this.found.count = 0;
    this.#setThreshold(threshold);
    if (threshold === grams.gramLength) this.#scanEvery(grams);
    else this.#scan(grams);
    const { triples, count } = this.found;
    for (let at = 2; at < 3 * count; at += 3) this.#diagonalEnds[triples[at]! + aHigh] = 0;
    return this.#budget >= 0;
  }

  /** Rows of `a`, each as far after the one before as may be, or nearer where its gram is rarer in `b`. */
  #scan(grams: GramChains): void {
    const { heads, counts, next, shift, gramLength } = grams;
    const a = this.#a;
    const symbolsPerWord = this.#symbolsPerWord;
    const lastRow = this.#aHigh - gramLength;
    let before = this.#aLow - 1;
    for (;;) {
      let row = before + this.threshold - gramLength + 1;
      if (row > lastRow || this.#budget < 0) return;
      let bucket = rowHash(grams, a, row, symbolsPerWord) >>> shift;
      let crowd = counts[bucket]!;
      if (crowd > CROWDED) {
        const near = row - LOOK_BACK;
        for (let other = row - 1; other > before && crowd > CROWDED; other -= 1) {
          if (other < near && crowd <= VERY_CROWDED) break;
          const otherBucket = rowHash(grams, a, other, symbolsPerWord) >>> shift;
          if (counts[otherBucket]! < crowd) {
            crowd = counts[otherBucket]!;
            bucket = otherBucket;
            row = other;
          }
        }
      }
      before = row;
      if (crowd !== 0) this.#visit(row, heads[bucket]!, next);
    }
  }

  /** The same where that is every row. Rows whose gram `b` lacks are sorted out without a branch, which is hard to foresee. */
  #scanEvery(grams: GramChains): void {
    const { heads, next, shift, gramLength } = grams;
    const a = this.#a;
    const symbolsPerWord = this.#symbolsPerWord;
    const low = this.#aLow;
    const high = this.#aHigh - gramLength + 1;
    if (this.#rows.length < 2 * (high - low)) this.#rows = new Int32Array(3 * (high - low));
    const rows = this.#rows;
    let count = 0;
    for (let row = low; row < high; row += 1) {
      const head = heads[rowHash(grams, a, row, symbolsPerWord) >>> shift]!;
      rows[count] = row;
      rows[count + 1] = head;
      count += (-head >>> 31) << 1;
    }
    for (let at = 0; at < count && this.#budget >= 0; at += 2) {
      this.#visit(rows[at]!, rows[at + 1]!, next);
    }
  }

  /** Compares a row with every position of a chain. */
  #visit(row: number, head: number, next: Int32Array): void {
    const a = this.#a;
    const b = this.#b;
    const symbolsPerWord = this.#symbolsPerWord;
    const gramLength = this.#gramLength;
    const aHigh = this.#aHigh;
    const bLow = this.#bLow;
    const lastColumn = this.#bHigh - gramLength;
    const word = a[row]!;
    const wordAfter = a[row + gramLength]!;
    const wordBefore = a[row - symbolsPerWord]!;
    const twoPoint = this.#twoPoint;
    const fourPoint = this.#fourPoint;
    let budget = this.#budget;
    for (let at = head; at !== 0 && at <= lastColumn && budget >= 0; at = next[at]!) {
      budget -= 1;
      if (at < bLow || b[at] !== word) continue;
      if (twoPoint) {
        const left = b[at - symbolsPerWord] === wordBefore;
        if (b[at + gramLength] !== wordAfter) {
          if (!left || (fourPoint && b[at - 2 * symbolsPerWord] !== a[row - 2 * symbolsPerWord]))
            continue;
        } else if (
          !left &&
          fourPoint &&
          b[at + gramLength + symbolsPerWord] !== a[row + gramLength + symbolsPerWord]
        )
          continue;
      }
      if (this.#diagonalEnds[at - row + aHigh]! > row) continue;
      budget -= EXTENSION_COST + this.#extend(row, at);
    }
    this.#budget = budget;
  }

  /** Follows equal symbols to both sides, a word at a time; keeps what is long enough. Returns what a long way costs. */
  #extend(row: number, at: number): number {
    const a = this.#a;
    const b = this.#b;
    const step = this.#symbolsPerWord;
    const leftLimit = Math.min(row - this.#aLow, at - this.#bLow);
    let left = 0;
    let differing = a[row - step]! ^ b[at - step]!;
    while (differing === 0 && left < leftLimit) {
      left += step;
      differing = a[row - left - step]! ^ b[at - left - step]!;
    }
    left = Math.min(leftLimit, left + (Math.clz32(differing) >> this.#bitsShift));
    const rightLimit = Math.min(this.#aHigh - row, this.#bHigh - at);
    let right = step;
    differing = a[row + right]! ^ b[at + right]!;
    while (differing === 0 && right < rightLimit) {
      right += step;
      differing = a[row + right]! ^ b[at + right]!;
    }
    if (differing !== 0) right += (31 - Math.clz32(differing & -differing)) >> this.#bitsShift;
    right = Math.min(rightLimit, right);
    if (left + right >= this.threshold) this.#add(row - left, row + right, at - row);
    return (left + right) >> 5;
  }

  #add(start: number, end: number, diagonal: number): void {
    if (this.found.count >= this.#capacity) this.#raiseThreshold();
    if (end - start < this.threshold) return;
    this.#diagonalEnds[diagonal + this.#aHigh] = end;
    this.found.add(start, end, diagonal);
  }

  /** Drops the shorter ones until a quarter of the room is free; makes room where all are equally long. */
  #raiseThreshold(): void {
    const { found } = this;
    const { triples } = found;
    const longest = found.longest();
    while (found.count > 0.75 * this.#capacity) {
      if (this.threshold === longest) {
        this.#capacity *= 2;
        return;
      }
      this.#setThreshold(Math.min(longest, this.threshold + Math.max(1, this.threshold >> 2)));
      let kept = 0;
      for (let at = 0; at < 3 * found.count; at += 3) {
        if (triples[at + 1]! - triples[at]! < this.threshold) {
          this.#diagonalEnds[triples[at + 2]! + this.#aHigh] = 0;
          continue;
        }
        triples.copyWithin(kept, at, at + 3);
        kept += 3;
      }
      found.count = kept / 3;
    }
  }

  #setThreshold(threshold: number): void {
    this.threshold = threshold;
    // Of the rest of a segment around a gram, half stands on one side.
    this.#twoPoint = threshold - this.#gramLength >= 2 * this.#symbolsPerWord - 1;
    this.#fourPoint = threshold - this.#gramLength >= 3 * this.#symbolsPerWord - 1;
  }
}
