import { lineBlocks } from './line-blocks.ts';
import { splitLines } from './split-lines.ts';

/** Old lines `[aStart, aEnd)` become new lines `[bStart, bEnd)`. */
type Change = {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
};

export type UnifiedDiffOptions = {
  /** Unchanged lines shown around a change; 3 if left out. */
  readonly context?: number;
};

/**
 * What `difflib.unified_diff(old.splitlines(), new.splitlines(), n=context, lineterm='')` of CPython
 * yields after its two file-header lines, joined by line feeds; an empty text when no line differs.
 * Line breaks are those of Python's `splitlines`, so their style and a last one make no difference.
 *
 * @throws RangeError when `context` is no whole number from 0.
 */
export function unifiedDiff(
  oldText: string,
  newText: string,
  options: UnifiedDiffOptions = {},
): string {
  const context = options.context ?? 3;
  if (!Number.isSafeInteger(context) || context < 0) {
    throw new RangeError(`context must be a whole number of lines from 0, got ${context}`);
  }
  const oldLines = splitLines(oldText);
  const newLines = splitLines(newText);
  return hunks(changes(oldLines, newLines), context)
    .flatMap((hunk) => hunkLines(hunk, context, oldLines, newLines))
    .join('\n');
}

/** What lies between matching blocks, ascending. */
function changes(oldLines: readonly string[], newLines: readonly string[]): Change[] {
  const found: Change[] = [];
  let aStart = 0;
  let bStart = 0;
  for (const block of lineBlocks(oldLines, newLines)) {
    if (block.aStart > aStart || block.bStart > bStart) {
      found.push({ aStart, aEnd: block.aStart, bStart, bEnd: block.bStart });
    }
    aStart = block.aStart + block.length;
    bStart = block.bStart + block.length;
  }
  return found;
}

/** Changes share a hunk when their contexts touch: at most twice `context` unchanged lines between. */
function hunks(ascending: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of ascending) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && change.aStart - before.aEnd <= 2 * context) {
      group.push(change);
    } else groups.push([change]);
  }
  return groups;
}

function hunkLines(
  hunk: readonly Change[],
  context: number,
  oldLines: readonly string[],
  newLines: readonly string[],
): string[] {
  const first = hunk[0]!;
  const last = hunk.at(-1)!;
  const before = Math.min(context, first.aStart);
  const after = Math.min(context, oldLines.length - last.aEnd);
  const aStart = first.aStart - before;
  const aEnd = last.aEnd + after;
  const lines = [
    `@@ -${range(aStart, aEnd)} +${range(first.bStart - before, last.bEnd + after)} @@`,
  ];
  let at = aStart;
  for (const change of hunk) {
    for (const line of oldLines.slice(at, change.aStart)) lines.push(` ${line}`);
    for (const line of oldLines.slice(change.aStart, change.aEnd)) lines.push(`-${line}`);
    for (const line of newLines.slice(change.bStart, change.bEnd)) lines.push(`+${line}`);
    at = change.aEnd;
  }
  for (const line of oldLines.slice(at, aEnd)) lines.push(` ${line}`);
  return lines;
}

/** A hunk range as difflib prints it: a single line by its number, nothing by the line before. */
function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}
