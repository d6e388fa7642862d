import { extended } from './extended-block.ts';
import type { CountedLines } from './line-counts.ts';
import type { NumberedLines } from './line-index.ts';
import type { LineBlock, RowWindow } from './line-window.ts';

/**
 * difflib's blocks of a small window, found row by row as it does: the longest of lines that are not popular, the
 * first of these in `a`, then in `b`, extended over any equal lines; then what lies on both sides of it.
 */
export function smallWindowBlocks(
  lines: NumberedLines,
  window: RowWindow,
  counted: CountedLines,
): LineBlock[] {
  const found: LineBlock[] = [];
  const open = [window];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.aLow === next.aHigh || next.bLow === next.bHigh) continue;
    const block = extended(lines, next, longestRun(lines, next, counted));
    if (block.length === 0) continue;
    found.push(block);
    open.push(...beside(next, block));
  }
  return found;
}

function beside(window: RowWindow, { aStart, bStart, length }: LineBlock): RowWindow[] {
  return [
    { ...window, aHigh: aStart, bHigh: bStart },
    { ...window, aLow: aStart + length, bLow: bStart + length },
  ];
}

/** Without any it is empty, at the window's corner. */
function longestRun(
  { a, b }: NumberedLines,
  { aLow, aHigh, bLow, bHigh }: RowWindow,
  counted: CountedLines,
): LineBlock {
  let [bestEnd, bestColumn, best] = [aLow, bLow, 0];
  /** Of the row before: the length of the run that ends at each column; one column more on the left. */
  const lengths = new Int32Array(bHigh - bLow + 1);
  for (let row = aLow; row < aHigh; row += 1) {
    const line = a[row]!;
    const canMatch = !counted.isPopular(line);
    for (let column = bHigh - 1; column >= bLow; column -= 1) {
      const length = canMatch && b[column] === line ? lengths[column - bLow]! + 1 : 0;
      lengths[column - bLow + 1] = length;
      // Columns descend, so that of equal runs that end in one row the last one seen starts first.
      if (length === 0 || length < best || (length === best && row >= bestEnd)) continue;
      [bestEnd, bestColumn, best] = [row + 1, column + 1, length];
    }
  }
  return { aStart: bestEnd - best, bStart: bestColumn - best, length: best };
}
