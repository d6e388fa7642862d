import { blocksOf, compareTexts } from './compare-texts.ts';
import type { MatchingBlock } from './match-engine.ts';

/**
 * `SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()` of CPython: ascending on both
 * sides, adjacent blocks merged, ended by an empty block at the ends of both texts. Positions count
 * code points.
 */
export function matchingBlocks(a: string, b: string): MatchingBlock[] {
  return blocksOf(compareTexts(a, b));
}
