import type { BlockSearch, FoundBlock, Span } from './block-search.ts';

/** The longest narrow span that `BitRows` can search, in symbols: one bit each. */
export const NARROW_LIMIT = 32;

/**
 * Searches all positions of a narrow span at once: bit k of row w says that a common block of the
 * present length ends at wide position w and narrow position k. A row of the next length is the
 * neighbouring row shifted by one, masked by equality. Time grows with wide length times block length.
 */
export class BitRows implements BlockSearch {
  readonly #masks: Int32Array;
  #rows = new Int32Array(0);

  constructor(symbolCount: number) {
    this.#masks = new Int32Array(symbolCount);
  }

  longestBlock(narrow: Span, wide: Span, prefer: 'narrow' | 'wide'): FoundBlock {
    this.#mark(narrow);
    this.#startRows(wide);
    const width = wide.high - wide.low;
    let length = 0;
    let ends = { narrowEnd: 0, wideEnd: 0 };
    for (
      let found = this.#firstEnds(width, prefer);
      found !== undefined;
      found = this.#firstEnds(width, prefer)
    ) {
      ends = found;
      length += 1;
      this.#lengthen(wide);
    }
    this.#unmark(narrow);
    return {
      narrowStart: narrow.low + ends.narrowEnd - length + 1,
      wideStart: wide.low + ends.wideEnd - length + 1,
      length,
    };
  }

  /** Where the preferred block of the present length ends, counted in the spans. */
  #firstEnds(width: number, prefer: 'narrow' | 'wide') {
    let narrowEnd = NARROW_LIMIT;
    let wideEnd = 0;
    for (let at = 0; at < width; at += 1) {
      const row = this.#rows[at]!;
      if (row === 0) continue;
      const lowest = 31 - Math.clz32(row & -row);
      if (lowest >= narrowEnd) continue;
      narrowEnd = lowest;
      wideEnd = at;
      if (prefer === 'wide') break;
    }
    return narrowEnd === NARROW_LIMIT ? undefined : { narrowEnd, wideEnd };
  }

  /** Rows of blocks of one symbol. */
  #startRows({ symbols, low, high }: Span): void {
    const width = high - low;
    if (this.#rows.length < width) this.#rows = new Int32Array(width);
    for (let at = 0; at < width; at += 1) this.#rows[at] = this.#masks[symbols[low + at]!]!;
  }

  /** From blocks of one length to blocks one longer, in place and therefore from the end. */
  #lengthen({ symbols, low, high }: Span): void {
    const rows = this.#rows;
    for (let at = high - low - 1; at > 0; at -= 1) {
      const neighbour = rows[at - 1]!;
      rows[at] = neighbour === 0 ? 0 : (neighbour << 1) & this.#masks[symbols[low + at]!]!;
    }
    rows[0] = 0;
  }

  #mark({ symbols, low, high }: Span): void {
    for (let at = low; at < high; at += 1) {
      const symbol = symbols[at]!;
      this.#masks[symbol] = this.#masks[symbol]! | (1 << (at - low));
    }
  }

  #unmark({ symbols, low, high }: Span): void {
    for (let at = low; at < high; at += 1) this.#masks[symbols[at]!] = 0;
  }
}
