import type { MatchingBlock } from './match-engine.ts';

/** Blocks as difflib hands them out: ascending, adjacent ones merged, ended by an empty one. Sorts in place. */
export function orderedBlocks(
  found: MatchingBlock[],
  aLength: number,
  bLength: number,
): MatchingBlock[] {
  const ordered: MatchingBlock[] = [];
  for (const block of found.sort((left, right) => left.aStart - right.aStart)) {
    const last = ordered.at(-1);
    const touches =
      last !== undefined &&
      last.aStart + last.length === block.aStart &&
      last.bStart + last.length === block.bStart;
    if (touches) ordered[ordered.length - 1] = { ...last, length: last.length + block.length };
    else ordered.push(block);
  }
  ordered.push({ aStart: aLength, bStart: bLength, length: 0 });
  return ordered;
}
