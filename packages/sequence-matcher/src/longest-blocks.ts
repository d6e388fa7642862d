import { BitRows, NARROW_LIMIT } from './bit-rows.ts';
import type { BlockSearch } from './block-search.ts';
import type { NumberedSymbols } from './numbered-symbols.ts';
import { SuffixAutomaton } from './suffix-automaton.ts';

/** `length` equal symbols from `aStart` in the first and `bStart` in the second sequence. */
export type MatchingBlock = {
  readonly aStart: number;
  readonly bStart: number;
  readonly length: number;
};

/** Half-open ranges of positions in the first and the second sequence. */
type Window = {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
};

/** With a wider span than this, building an automaton of the narrow one is the cheaper search. */
const BIT_ROWS_WIDE_LIMIT = 512;

/**
 * The blocks of difflib's recursion without junk, in no order: the longest common block of the whole
 * (ties: the one that starts first in `a`, then in `b`), then the same for what lies left of it on both
 * sides and for what lies right of it. Adjacent blocks are not merged. A window costs time linear in
 * its widths.
 */
export function longestBlocks({ a, b, symbolCount }: NumberedSymbols): MatchingBlock[] {
  const bitRows = new BitRows(symbolCount);
  const automaton = new SuffixAutomaton(symbolCount);
  const blocks: MatchingBlock[] = [];
  const open: Window[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let window = open.pop(); window !== undefined; window = open.pop()) {
    const { aLow, aHigh, bLow, bHigh } = window;
    if (aLow === aHigh || bLow === bHigh) continue;
    const block = longestBlock(a, b, window, fitsBitRows(window) ? bitRows : automaton);
    if (block.length === 0) continue;
    blocks.push(block);
    open.push({ aLow, aHigh: block.aStart, bLow, bHigh: block.bStart });
    open.push({
      aLow: block.aStart + block.length,
      aHigh,
      bLow: block.bStart + block.length,
      bHigh,
    });
  }
  return blocks;
}

function fitsBitRows({ aLow, aHigh, bLow, bHigh }: Window): boolean {
  const aWidth = aHigh - aLow;
  const bWidth = bHigh - bLow;
  return (
    Math.min(aWidth, bWidth) <= NARROW_LIMIT && Math.max(aWidth, bWidth) <= BIT_ROWS_WIDE_LIMIT
  );
}

/** Searching by the narrow side is cheaper; the tie rule stays that of `a` before `b`. */
function longestBlock(
  a: Int32Array,
  b: Int32Array,
  { aLow, aHigh, bLow, bHigh }: Window,
  search: BlockSearch,
): MatchingBlock {
  const aSpan = { symbols: a, low: aLow, high: aHigh };
  const bSpan = { symbols: b, low: bLow, high: bHigh };
  if (aHigh - aLow <= bHigh - bLow) {
    const found = search.longestBlock(aSpan, bSpan, 'narrow');
    return { aStart: found.narrowStart, bStart: found.wideStart, length: found.length };
  }
  const found = search.longestBlock(bSpan, aSpan, 'wide');
  return { aStart: found.wideStart, bStart: found.narrowStart, length: found.length };
}
