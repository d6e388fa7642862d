/** The part `symbols[low, high)` of a sequence of symbols numbered from 0. */
export type Span = { readonly symbols: Int32Array; readonly low: number; readonly high: number };

/** `length` equal symbols from `narrowStart` and `wideStart`, both counted in the whole sequence. */
export type FoundBlock = {
  readonly narrowStart: number;
  readonly wideStart: number;
  readonly length: number;
};

/** An exact search for the longest common block of two spans; it keeps its memory between calls. */
export interface BlockSearch {
  /**
   * `narrow` is not longer than `wide`. Of several longest blocks the one that starts first in the
   * preferred span wins, and of those the one that starts first in the other.
   */
  longestBlock(narrow: Span, wide: Span, prefer: 'narrow' | 'wide'): FoundBlock;
}
