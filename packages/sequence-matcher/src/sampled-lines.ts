import type { LineIndex, NumberedLines } from './line-index.ts';
import type { LineBlock, LineWindow } from './line-window.ts';

/** Rows looked at for one that occurs seldom. */
const ROWS_TO_CHOOSE_FROM = 8;

/** Comparisons that a search may take, for itself and for every row that it has passed. */
export type Allowance = { readonly perSearch: number; readonly perRow: number };

/**
 * Searches a window by a few of its old lines. A block of n lines has a line in every n neighbouring rows,
 * so that beside a block already found only every n-th row is looked at, and no block as long or longer is
 * missed. Takes next to no time while most lines are different.
 */
export class SampledLines {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #index: LineIndex;
  readonly #allowance: Allowance;
  /** Comparisons of the present search. */
  #spent = 0;

  constructor({ a, b }: NumberedLines, index: LineIndex, allowance: Allowance) {
    this.#a = a;
    this.#b = b;
    this.#index = index;
    this.#allowance = allowance;
  }

  /**
   * The longest block of indexed lines, the one that starts first in `a`, then in `b`; empty when there is
   * none. Nothing when it would take more than is allowed.
   */
  longestBlock(window: LineWindow): LineBlock | undefined {
    const { aLow, aHigh, bLow, bound } = window;
    const { perSearch, perRow } = this.#allowance;
    this.#spent = 0;
    let best: LineBlock = { aStart: aLow, bStart: bLow, length: 0 };
    let before = aLow - 1;
    while (best.length < bound) {
      const last = before + Math.max(1, best.length);
      if (last >= aHigh) break;
      before = this.#rarest(before, last);
      best = this.#bestThrough(before, window, best);
      if (this.#spent > perSearch + perRow * (before - aLow)) return undefined;
    }
    return best;
  }

  /** Of the rows after `before` up to `last`, one of the last few with the fewest occurrences. */
  #rarest(before: number, last: number): number {
    const { starts } = this.#index;
    const end = Math.max(before, last - ROWS_TO_CHOOSE_FROM);
    let rarest = last;
    let fewest = Number.POSITIVE_INFINITY;
    for (let row = last; row > end && fewest > 1; row -= 1) {
      const line = this.#a[row]!;
      const count = starts[line + 1]! - starts[line]!;
      if (count >= fewest) continue;
      fewest = count;
      rarest = row;
    }
    return rarest;
  }

  /** The best of `best` and the blocks that hold this row. */
  #bestThrough(row: number, window: LineWindow, best: LineBlock): LineBlock {
    const { starts, positions } = this.#index;
    const line = this.#a[row]!;
    const end = starts[line + 1]!;
    let found = best;
    for (let at = this.#firstFrom(line, window.bLow); at < end; at += 1) {
      const position = positions[at]!;
      if (position >= window.bHigh) break;
      const back = this.#equalBefore(row, position, window);
      const length = back + this.#equalFrom(row, position, window);
      this.#spent += length;
      const aStart = row - back;
      // Positions ascend, so that of equal starts in `a` the first in `b` is already kept.
      if (length < found.length || (length === found.length && aStart >= found.aStart)) continue;
      found = { aStart, bStart: position - back, length };
    }
    return found;
  }

  /** Index into `positions` of the line's first one that is not before `bLow`. */
  #firstFrom(line: number, bLow: number): number {
    const { starts, positions } = this.#index;
    let low = starts[line]!;
    let high = starts[line + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (positions[middle]! < bLow) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #equalBefore(row: number, position: number, { aLow, bLow }: LineWindow): number {
    const [a, b, { starts }] = [this.#a, this.#b, this.#index];
    const most = Math.min(row - aLow, position - bLow);
    let count = 0;
    while (count < most) {
      const line = a[row - count - 1]!;
      if (line !== b[position - count - 1] || starts[line + 1] === starts[line]) break;
      count += 1;
    }
    return count;
  }

  #equalFrom(row: number, position: number, { aHigh, bHigh }: LineWindow): number {
    const [a, b, { starts }] = [this.#a, this.#b, this.#index];
    const most = Math.min(aHigh - row, bHigh - position);
    let count = 0;
    while (count < most) {
      const line = a[row + count]!;
      if (line !== b[position + count] || starts[line + 1] === starts[line]) break;
      count += 1;
    }
    return count;
  }
}
