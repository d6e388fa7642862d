import type { MatchingBlock } from './match-engine.ts';

/**
 * Blocks as difflib gives them: ascending, adjacent ones merged, ended by an empty one. `triples` holds start
 * in `a`, start in `b` and length of one block after the other, in any order.
 */
export function blocksOfTriples(
  triples: Int32Array,
  aLength: number,
  bLength: number,
): MatchingBlock[] {
  const found: MatchingBlock[] = [];
  for (let at = 0; at + 2 < triples.length; at += 3) {
    found.push({ aStart: triples[at]!, bStart: triples[at + 1]!, length: triples[at + 2]! });
  }
  const blocks: MatchingBlock[] = [];
  let last: MatchingBlock = { aStart: -1, bStart: -1, length: 0 };
  for (const block of found.toSorted((left, right) => left.aStart - right.aStart)) {
    const touches =
      last.aStart + last.length === block.aStart && last.bStart + last.length === block.bStart;
    if (touches && blocks.length > 0) {
      blocks.pop();
      last = { ...last, length: last.length + block.length };
    } else last = block;
    blocks.push(last);
  }
  return [...blocks, { aStart: aLength, bStart: bLength, length: 0 }];
}
