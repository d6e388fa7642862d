import type { Alphabet } from './alphabet.ts';
import type { BlockList } from './block-list.ts';

/** The widest side of `b` in symbols: one bit each. */
export const NARROW_WIDTH = 32;

/**
 * Solves a whole window whose side in `b` fits into one machine word, down to its last block. Bit j of row i at
 * level L says that a common block of length L starts at (i, j). Rows of all levels are kept, so the windows beside a
 * block need no rows of their own: a mask cuts them out.
 */
export class NarrowWindow {
  /** By symbol: its places in `b`. Zero between windows. */
  #masks = new Int32Array(0);
  readonly #blocks: BlockList;
  #rows = new Int32Array(4096);
  #stride = 0;
  #aBase = 0;
  #bBase = 0;

  constructor(blocks: BlockList) {
    this.#blocks = blocks;
  }

  /** No common block of the window is longer than `bound`. */
  solve(
    a: Int32Array,
    b: Int32Array,
    { symbolMask, symbolCount }: Alphabet,
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
    bound: number,
  ): void {
    const width = aHigh - aLow;
    if (this.#masks.length < symbolCount) this.#masks = new Int32Array(symbolCount);
    const masks = this.#masks;
    this.#aBase = aLow;
    this.#bBase = bLow;
    this.#stride = width + 2;
    if (this.#rows.length < (bound + 4) * (width + 2)) {
      this.#rows = new Int32Array(2 * (bound + 4) * (width + 2));
    }
    for (let at = bLow; at < bHigh; at += 1) {
      const symbol = b[at]! & symbolMask;
      masks[symbol] = masks[symbol]! | (1 << (at - bLow));
    }
    const level = this.#fillRows(a, symbolMask, aLow, width, bound);
    for (let at = bLow; at < bHigh; at += 1) masks[b[at]! & symbolMask] = 0;
    if (level > 0) this.#sweep(level, 0, width, 0, bHigh - bLow);
  }

  /** Rows of every level that has a block; returns the last such level. */
  #fillRows(a: Int32Array, symbolMask: number, aLow: number, width: number, bound: number): number {
    const masks = this.#masks;
    const rows = this.#rows;
    const stride = this.#stride;
    let row1 = 0;
    let row2 = 0;
    let any1 = 0;
    let any2 = 0;
    let any3 = 0;
    for (let at = width - 1; at >= 0; at -= 1) {
      const row = masks[a[aLow + at]! & symbolMask]!;
      const row3 = row & (row2 >>> 1);
      row2 = row & (row1 >>> 1);
      row1 = row;
      any1 |= row;
      any2 |= row2;
      any3 |= row3;
      rows[stride + at] = row;
      rows[2 * stride + at] = row2;
      rows[3 * stride + at] = row3;
    }
    if (any3 === 0) return Math.min(bound, any2 !== 0 ? 2 : any1 !== 0 ? 1 : 0);
    let level = 3;
    while (any3 !== 0 && level < bound) {
      any3 = 0;
      level += 1;
      const base = level * stride;
      rows[base + width] = 0;
      for (let at = width - level; at >= 0; at -= 1) {
        const row = rows[stride + at]! & (rows[base - stride + at + 1]! >>> 1);
        rows[base + at] = row;
        any3 |= row;
      }
    }
    return Math.min(bound, any3 === 0 ? level - 1 : level);
  }

  /** Takes blocks of one level from the left of `a` on, first of `b` first; then what lies beside at lower levels. */
  #sweep(level: number, aLow: number, aHigh: number, bLow: number, bHigh: number): void {
    const rows = this.#rows;
    for (; level > 0; level -= 1) {
      const base = level * this.#stride;
      const aLast = aHigh - level;
      const bLast = bHigh - level;
      if (aLow > aLast || bLow > bLast) continue;
      const below = -1 >>> (31 - bLast);
      for (let at = aLow; at <= aLast; at += 1) {
        const row = rows[base + at]! & below & (-1 << bLow);
        if (row === 0) continue;
        const bAt = 31 - Math.clz32(row & -row);
        this.#blocks.add(this.#aBase + at, this.#bBase + bAt, level);
        if (level > 1 && at > aLow && bAt > bLow) this.#sweep(level - 1, aLow, at, bLow, bAt);
        aLow = at + level;
        bLow = bAt + level;
        if (bLow > bLast) break;
        at = aLow - 1;
      }
    }
  }
}
