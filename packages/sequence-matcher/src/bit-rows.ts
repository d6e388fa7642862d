/** The narrow side of a window that `BitRows` can search, in symbols: one bit each. */
export const NARROW_LIMIT = 32;

/**
 * Searches a window with one narrow side, all narrow positions at once: bit k of row w says that a
 * common block of the present length ends at wide position w and narrow position k. A row of the
 * next length is the neighbouring row shifted by one, masked by equality.
 */
export class BitRows {
  readonly #masks: Int32Array;
  #rows = new Int32Array(0);

  constructor(symbolCount: number) {
    this.#masks = new Int32Array(symbolCount);
  }

  /**
   * The longest common block of `narrow[narrowLow, narrowHigh)`, at most NARROW_LIMIT symbols, and
   * `wide[wideLow, wideHigh)`. Of several, the one that starts first on the side named by `tieBreak`
   * wins, and then first on the other. Time grows with wide length times block length.
   */
  longestBlock(
    narrow: Int32Array,
    narrowLow: number,
    narrowHigh: number,
    wide: Int32Array,
    wideLow: number,
    wideHigh: number,
    tieBreak: 'narrow-first' | 'wide-first',
  ): { narrowStart: number; wideStart: number; length: number } {
    this.#mark(narrow, narrowLow, narrowHigh);
    const width = wideHigh - wideLow;
    const rows = this.#firstRows(wide, wideLow, width);
    let length = 0;
    let wideEnd = -1;
    let narrowEnd = -1;
    for (let found = true; found;) {
      found = false;
      let lowest = NARROW_LIMIT;
      for (let at = width - 1; at >= 0; at -= 1) {
        const row = rows[at]!;
        if (row === 0) continue;
        found = true;
        const bit = 31 - Math.clz32(row & -row);
        if (tieBreak === 'narrow-first' && bit > lowest) continue;
        lowest = bit;
        wideEnd = at;
        narrowEnd = bit;
      }
      if (found) {
        length += 1;
        this.#lengthen(wide, wideLow, width);
      }
    }
    for (let at = narrowLow; at < narrowHigh; at += 1) this.#masks[narrow[at]!] = 0;
    return {
      narrowStart: narrowLow + narrowEnd - length + 1,
      wideStart: wideLow + wideEnd - length + 1,
      length,
    };
  }

  #mark(narrow: Int32Array, low: number, high: number): void {
    for (let at = low; at < high; at += 1) {
      const symbol = narrow[at]!;
      this.#masks[symbol] = this.#masks[symbol]! | (1 << (at - low));
    }
  }

  /** Rows of blocks of one symbol. */
  #firstRows(wide: Int32Array, low: number, width: number): Int32Array {
    if (this.#rows.length < width) this.#rows = new Int32Array(width);
    const rows = this.#rows;
    for (let at = 0; at < width; at += 1) rows[at] = this.#masks[wide[low + at]!]!;
    return rows;
  }

  /** From blocks of one length to blocks one longer, in place and therefore from the end. */
  #lengthen(wide: Int32Array, low: number, width: number): void {
    const rows = this.#rows;
    for (let at = width - 1; at > 0; at -= 1) {
      const before = rows[at - 1]!;
      rows[at] = before === 0 ? 0 : (before << 1) & this.#masks[wide[low + at]!]!;
    }
    rows[0] = 0;
  }
}
