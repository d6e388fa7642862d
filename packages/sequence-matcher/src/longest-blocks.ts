import { BitRows, NARROW_LIMIT } from './bit-rows.ts';
import type { BlockSearch } from './block-search.ts';
import type { NumberedSymbols } from './numbered-symbols.ts';
import { SuffixAutomaton } from './suffix-automaton.ts';
import { TieIndexes } from './tie-indexes.ts';

/** `length` equal symbols from `aStart` in the first and `bStart` in the second sequence. */
export type MatchingBlock = {
  readonly aStart: number;
  readonly bStart: number;
  readonly length: number;
};

/** Half-open ranges of positions in the first and the second sequence. */
export type Window = {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
  /** No common block is longer: the length of the block beside which this window lies. */
  readonly bound: number;
};

/** With a wider span than this, building an automaton of the narrow one is the cheaper search. */
const BIT_ROWS_WIDE_LIMIT = 512;

/**
 * The blocks of difflib's recursion without junk, in no order: the longest common block of the whole
 * (ties: the one that starts first in `a`, then in `b`), then the same for what lies left of it on both
 * sides and for what lies right of it. Adjacent blocks are not merged. A window costs time linear in
 * its widths, or less.
 */
export function longestBlocks(symbols: NumberedSymbols): MatchingBlock[] {
  const search = new WindowSearch(symbols);
  const blocks: MatchingBlock[] = [];
  const [aHigh, bHigh] = [symbols.a.length, symbols.b.length];
  const open: Window[] = [{ aLow: 0, aHigh, bLow: 0, bHigh, bound: Math.min(aHigh, bHigh) }];
  for (let window = open.pop(); window !== undefined; window = open.pop()) {
    if (window.aLow === window.aHigh || window.bLow === window.bHigh) continue;
    const block = search.longestBlock(window);
    if (block.length === 0) continue;
    blocks.push(block);
    open.push(...windowsBeside(block, window));
  }
  return blocks;
}

/** What is left of a window before and after a block. */
export function windowsBeside(block: MatchingBlock, window: Window): [Window, Window] {
  const { aStart, bStart, length: bound } = block;
  return [
    { aLow: window.aLow, aHigh: aStart, bLow: window.bLow, bHigh: bStart, bound },
    {
      aLow: aStart + bound,
      aHigh: window.aHigh,
      bLow: bStart + bound,
      bHigh: window.bHigh,
      bound,
    },
  ];
}

/** Takes the cheapest of three exact searches for each window; holds their memory. */
class WindowSearch {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #bitRows: BitRows;
  readonly #automaton: SuffixAutomaton;
  readonly #tieIndexes: TieIndexes;

  constructor({ a, b, symbolCount }: NumberedSymbols) {
    this.#a = a;
    this.#b = b;
    this.#bitRows = new BitRows(symbolCount);
    this.#automaton = new SuffixAutomaton(symbolCount);
    this.#tieIndexes = new TieIndexes(b);
  }

  longestBlock(window: Window): MatchingBlock {
    const aWidth = window.aHigh - window.aLow;
    const bWidth = window.bHigh - window.bLow;
    const narrow = Math.min(aWidth, bWidth);
    if (narrow <= NARROW_LIMIT && Math.max(aWidth, bWidth) <= BIT_ROWS_WIDE_LIMIT) {
      return this.#searchBy(this.#bitRows, window);
    }
    const { aLow: low, aHigh: high, bLow, bHigh, bound } = window;
    const tie = this.#tieIndexes
      .of(bound)
      ?.firstBlock({ symbols: this.#a, low, high }, bLow, bHigh);
    if (tie !== undefined) return { ...tie, length: bound };
    const block = this.#searchBy(this.#automaton, window);
    if (block.length === bound) this.#tieIndexes.noteTie(bound, narrow);
    return block;
  }

  /** Searching by the narrow side is cheaper; the tie rule stays that of `a` before `b`. */
  #searchBy(search: BlockSearch, { aLow, aHigh, bLow, bHigh }: Window): MatchingBlock {
    const aSpan = { symbols: this.#a, low: aLow, high: aHigh };
    const bSpan = { symbols: this.#b, low: bLow, high: bHigh };
    if (aHigh - aLow <= bHigh - bLow) {
      const found = search.longestBlock(aSpan, bSpan, 'narrow');
      return { aStart: found.narrowStart, bStart: found.wideStart, length: found.length };
    }
    const found = search.longestBlock(bSpan, aSpan, 'wide');
    return { aStart: found.wideStart, bStart: found.narrowStart, length: found.length };
  }
}
