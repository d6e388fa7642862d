import { BitRows, NARROW_LIMIT } from './bit-rows.ts';
import type { NumberedSymbols } from './numbered-symbols.ts';
import { SuffixAutomaton } from './suffix-automaton.ts';

/** Half-open ranges of positions in the first and the second sequence. */
export type Window = {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
};

/** `length` equal symbols from `aStart` in the first and `bStart` in the second sequence. */
export type MatchingBlock = {
  readonly aStart: number;
  readonly bStart: number;
  readonly length: number;
};

/** Above this length of the wide side an automaton of the narrow side is cheaper than bit rows. */
const BIT_ROWS_WIDE_LIMIT = 512;

/**
 * The blocks of difflib's recursion without junk, in no order: the longest common block of the whole
 * (ties: the one that starts first in `a`, then in `b`), then the same for what lies left of it on both
 * sides and what lies right of it. Adjacent blocks are not merged. A window costs time linear in its
 * widths.
 */
export function longestBlocks({ a, b, symbolCount }: NumberedSymbols): MatchingBlock[] {
  const search = new WindowSearch(a, b, symbolCount);
  const blocks: MatchingBlock[] = [];
  const open: Window[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let window = open.pop(); window !== undefined; window = open.pop()) {
    const { aLow, aHigh, bLow, bHigh } = window;
    if (aLow === aHigh || bLow === bHigh) continue;
    const block = search.longestBlock(window);
    if (block.length === 0) continue;
    blocks.push(block);
    open.push({ aLow, aHigh: block.aStart, bLow, bHigh: block.bStart });
    open.push({ aLow: block.aStart + block.length, aHigh, bLow: block.bStart + block.length, bHigh });
  }
  return blocks;
}

/** Takes the cheaper of two exact searches for each window; holds their memory. */
class WindowSearch {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #bitRows: BitRows;
  readonly #automaton: SuffixAutomaton;

  constructor(a: Int32Array, b: Int32Array, symbolCount: number) {
    this.#a = a;
    this.#b = b;
    this.#bitRows = new BitRows(symbolCount);
    this.#automaton = new SuffixAutomaton(symbolCount);
  }

  longestBlock(window: Window): MatchingBlock {
    const aWidth = window.aHigh - window.aLow;
    const bWidth = window.bHigh - window.bLow;
    const fitsBits =
      Math.min(aWidth, bWidth) <= NARROW_LIMIT && Math.max(aWidth, bWidth) <= BIT_ROWS_WIDE_LIMIT;
    return fitsBits
      ? this.#byBitRows(window, aWidth <= bWidth)
      : this.#byAutomaton(window, aWidth <= bWidth);
  }

  #byBitRows({ aLow, aHigh, bLow, bHigh }: Window, aIsNarrow: boolean): MatchingBlock {
    if (aIsNarrow) {
      const found = this.#bitRows.longestBlock(
        this.#a, aLow, aHigh, this.#b, bLow, bHigh, 'narrow-first');
      return { aStart: found.narrowStart, bStart: found.wideStart, length: found.length };
    }
    const found = this.#bitRows.longestBlock(
      this.#b, bLow, bHigh, this.#a, aLow, aHigh, 'wide-first');
    return { aStart: found.wideStart, bStart: found.narrowStart, length: found.length };
  }

  #byAutomaton({ aLow, aHigh, bLow, bHigh }: Window, aIsNarrow: boolean): MatchingBlock {
    if (aIsNarrow) {
      this.#automaton.build(this.#a, aLow, aHigh);
      const found = this.#automaton.longestBlock(this.#b, bLow, bHigh, 'built-first');
      return { aStart: found.builtStart, bStart: found.streamedStart, length: found.length };
    }
    this.#automaton.build(this.#b, bLow, bHigh);
    const found = this.#automaton.longestBlock(this.#a, aLow, aHigh, 'streamed-first');
    return { aStart: found.streamedStart, bStart: found.builtStart, length: found.length };
  }
}
