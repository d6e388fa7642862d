import type { NumberedLines } from './line-index.ts';
import type { LineBlock } from './line-window.ts';

/** Blocks of lines as difflib hands them out: ascending, adjacent ones merged, ended by an empty one. Sorts in place. */
export function orderedBlocks(found: LineBlock[], { a, b }: NumberedLines): LineBlock[] {
  const ordered: LineBlock[] = [];
  for (const block of found.sort((left, right) => left.aStart - right.aStart)) {
    const last = ordered.at(-1);
    const touches =
      last !== undefined &&
      last.aStart + last.length === block.aStart &&
      last.bStart + last.length === block.bStart;
    if (touches) ordered[ordered.length - 1] = { ...last, length: last.length + block.length };
    else ordered.push(block);
  }
  ordered.push({ aStart: a.length, bStart: b.length, length: 0 });
  return ordered;
}
