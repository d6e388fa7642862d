import type { NumberedLines } from './line-index.ts';
import type { LineBlock, RowWindow } from './line-window.ts';

/** A block grown to both sides over equal lines, popular or not, inside the window. */
export function extended(
  { a, b }: NumberedLines,
  { aLow, aHigh, bLow, bHigh }: RowWindow,
  { aStart, bStart, length }: LineBlock,
): LineBlock {
  let before = 0;
  const mostBefore = Math.min(aStart - aLow, bStart - bLow);
  while (before < mostBefore && a[aStart - before - 1] === b[bStart - before - 1]) before += 1;
  let end = length;
  const mostEnd = Math.min(aHigh - aStart, bHigh - bStart);
  while (end < mostEnd && a[aStart + end] === b[bStart + end]) end += 1;
  return { aStart: aStart - before, bStart: bStart - before, length: before + end };
}
