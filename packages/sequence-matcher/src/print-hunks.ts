import type { LineChange } from './line-counts.ts';
import type { LineBlock } from './line-window.ts';
import type { LinePair } from './old-lines.ts';

/** The hunks of a unified diff as difflib prints them, joined by line feeds. */
export function printHunks(pair: LinePair, blocks: readonly LineBlock[], context: number): string {
  const printed: string[] = [];
  for (const hunk of hunks(changes(blocks), context)) printHunk(pair, hunk, context, printed);
  return printed.join('\n');
}

/** What lies between matching blocks, ascending. */
function changes(blocks: readonly LineBlock[]): LineChange[] {
  const found: LineChange[] = [];
  let aStart = 0;
  let bStart = 0;
  for (const block of blocks) {
    if (block.aStart > aStart || block.bStart > bStart) {
      found.push({ aStart, aEnd: block.aStart, bStart, bEnd: block.bStart });
    }
    aStart = block.aStart + block.length;
    bStart = block.bStart + block.length;
  }
  return found;
}

/** Changes share a hunk when their contexts touch: at most twice `context` unchanged lines between. */
function hunks(ascending: readonly LineChange[], context: number): LineChange[][] {
  const groups: LineChange[][] = [];
  for (const change of ascending) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && change.aStart - before.aEnd <= 2 * context) {
      group.push(change);
    } else groups.push([change]);
  }
  return groups;
}

function printHunk(
  { a, b, texts }: LinePair,
  hunk: readonly LineChange[],
  context: number,
  printed: string[],
): void {
  const first = hunk[0]!;
  const last = hunk.at(-1)!;
  const before = Math.min(context, first.aStart);
  const after = Math.min(context, a.length - last.aEnd);
  const aStart = first.aStart - before;
  const aEnd = last.aEnd + after;
  printed.push(`@@ -${range(aStart, aEnd)} +${range(first.bStart - before, last.bEnd + after)} @@`);
  let at = aStart;
  for (const change of hunk) {
    for (; at < change.aStart; at += 1) printed.push(` ${texts[a[at]!]}`);
    for (; at < change.aEnd; at += 1) printed.push(`-${texts[a[at]!]}`);
    for (let bAt = change.bStart; bAt < change.bEnd; bAt += 1) printed.push(`+${texts[b[bAt]!]}`);
  }
  for (; at < aEnd; at += 1) printed.push(` ${texts[a[at]!]}`);
}

/** A hunk range as difflib prints it: a single line by its number, nothing by the line before. */
function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}
