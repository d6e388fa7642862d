import { longestBlocks } from './longest-blocks.ts';
import type { MatchingBlock } from './longest-blocks.ts';
import { numberCodePoints } from './numbered-symbols.ts';

/**
 * `SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()` of CPython: ascending on both
 * sides, adjacent blocks merged, ended by an empty block at the ends of both texts. Positions count
 * code points.
 */
export function matchingBlocks(a: string, b: string): MatchingBlock[] {
  const symbols = numberCodePoints(a, b);
  return orderedBlocks(longestBlocks(symbols), symbols.a.length, symbols.b.length);
}

/** Sorts blocks of one recursion, merges adjacent ones and adds the empty last one. */
export function orderedBlocks(
  blocks: readonly MatchingBlock[],
  aLength: number,
  bLength: number,
): MatchingBlock[] {
  const ordered: MatchingBlock[] = [];
  for (const block of blocks.toSorted((left, right) => left.aStart - right.aStart)) {
    const last = ordered.at(-1);
    const touches =
      last !== undefined &&
      last.aStart + last.length === block.aStart &&
      last.bStart + last.length === block.bStart;
    if (touches) ordered[ordered.length - 1] = { ...last, length: last.length + block.length };
    else ordered.push(block);
  }
  return [...ordered, { aStart: aLength, bStart: bLength, length: 0 }];
}
