import { extended } from './extended-block.ts';
import type { CountedLines, LineChange } from './line-counts.ts';
import type { NumberedLines } from './line-index.ts';
import type { LineBlock, RowWindow } from './line-window.ts';
import { orderedBlocks } from './ordered-blocks.ts';
import { smallWindowBlocks } from './small-window.ts';

/** Larger windows between blocks that are certain are not searched here. */
const MOST_CELLS = 4_096;
/** Of more changes each is not compared with every other. */
const MOST_CHANGES = 64;

/** Old rows `[start, end)` that stand unchanged `shift` rows further down on the new side. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** A segment with the equal lines around it: what difflib would take of its diagonal. */
interface Candidate {
  readonly segment: Segment;
  block: LineBlock;
}

/**
 * The blocks of `matchLines` for a new text that is the old one after a few changes, found from the changes.
 * Undefined when they do not follow from them.
 *
 * What did not change lies on a few diagonals. A run of matching lines that lies on none of them holds, of every
 * unchanged segment of the new side, only lines that occur more than once in the old text, so its length has a
 * bound. Runs on the diagonals that are longer are taken by difflib before any other, the longest first.
 */
export function alignedBlocks(
  lines: NumberedLines,
  changes: readonly LineChange[],
  counted: CountedLines,
): LineBlock[] | undefined {
  if (changes.length > MOST_CHANGES) return undefined;
  const { candidates, bound } = certainCandidates(lines, changes, counted);
  const areCertain =
    areApart(candidates) || takeLongestFirst(candidates, { bound, lines, counted });
  if (!areCertain) return undefined;
  const blocks = candidates.map(({ block }) => block);
  for (const window of windowsBetween(candidates, lines)) {
    const cells = (window.aHigh - window.aLow) * (window.bHigh - window.bLow);
    if (cells > MOST_CELLS) return undefined;
    if (cells > 0) blocks.push(...smallWindowBlocks(lines, window, counted));
  }
  return orderedBlocks(blocks, lines.a.length, lines.b.length);
}

/** Those whose run is longer than any run on another diagonal; the segments of the others count as changed. */
function certainCandidates(
  lines: NumberedLines,
  changes: readonly LineChange[],
  counted: CountedLines,
): { readonly candidates: readonly Candidate[]; readonly bound: number } {
  const whole = { aLow: 0, aHigh: lines.a.length, bLow: 0, bHigh: lines.b.length };
  let candidates = segmentsBetween(lines, changes).map((segment): Candidate => {
    const { start, end, shift } = segment;
    const unchanged = { aStart: start, bStart: start + shift, length: end - start };
    return { segment, block: extended(lines, whole, unchanged) };
  });
  for (;;) {
    const bound = boundOfOthers(candidates, lines, counted);
    const certain = candidates.filter(({ block }) => hasLongerRun(block, bound, lines, counted));
    if (certain.length === candidates.length) return { candidates, bound };
    candidates = certain;
  }
}

/** Whether a block has a run without popular lines that is longer than `bound`. */
function hasLongerRun(
  { aStart, length }: LineBlock,
  bound: number,
  { a }: NumberedLines,
  counted: CountedLines,
): boolean {
  let run = 0;
  for (let row = aStart; row < aStart + length; row += 1) {
    run = counted.isPopular(a[row]!) ? 0 : run + 1;
    if (run > bound) return true;
  }
  return false;
}

/** Whether no block reaches into the next one: then their order makes no difference. */
function areApart(candidates: readonly Candidate[]): boolean {
  return candidates.every(({ block }, index) => {
    const next = candidates[index + 1]?.block;
    if (next === undefined) return true;
    const { aStart, bStart, length } = block;
    return aStart + length <= next.aStart && bStart + length <= next.bStart;
  });
}

/** The first of the longest runs without popular lines in a block. */
function longestRun(
  { aStart, bStart, length }: LineBlock,
  { a }: NumberedLines,
  counted: CountedLines,
): LineBlock {
  let best = { aStart, bStart, length: 0 };
  let start = 0;
  for (let at = 0; at <= length; at += 1) {
    if (at < length && !counted.isPopular(a[aStart + at]!)) continue;
    if (at - start > best.length) {
      best = { aStart: aStart + start, bStart: bStart + start, length: at - start };
    }
    start = at + 1;
  }
  return best;
}

/** No run that lies on none of the candidates' diagonals is longer. */
function boundOfOthers(
  candidates: readonly Candidate[],
  { a, b }: NumberedLines,
  counted: CountedLines,
): number {
  let bound = counted.longestRepeat;
  let run = 0;
  let row = 0;
  const readChanged = (end: number) => {
    for (; row < end; row += 1) {
      run = counted.isShared(b[row]!) ? run + 1 : 0;
      if (run > bound) bound = run;
    }
  };
  for (const { segment } of candidates) {
    const { start, end, shift } = segment;
    readChanged(start + shift);
    let head = start;
    while (head < end && counted.isRepeated(a[head]!)) head += 1;
    bound = Math.max(bound, run + head - start);
    let tail = end;
    while (tail > head && counted.isRepeated(a[tail - 1]!)) tail -= 1;
    run = head === end ? run + end - start : end - tail;
    row = end + shift;
  }
  readChanged(b.length);
  return bound;
}

/**
 * Takes the blocks in difflib's order; what is taken leaves less room for its neighbours. False when one of these
 * is then no longer certain.
 */
function takeLongestFirst(
  candidates: readonly Candidate[],
  known: { readonly bound: number; readonly lines: NumberedLines; readonly counted: CountedLines },
): boolean {
  const { bound, lines, counted } = known;
  const left = new Map(
    candidates.map((each) => [each, longestRun(each.block, lines, counted)] as const),
  );
  while (left.size > 0) {
    const taken = firstToTake(left);
    left.delete(taken);
    for (const other of left.keys()) {
      const block = blockBeside(other, taken);
      if (block.length === other.block.length) continue;
      other.block = block;
      const run = longestRun(block, lines, counted);
      if (run.length <= bound) return false;
      left.set(other, run);
    }
  }
  return true;
}

/** The one with the longest run, of equally long ones the first in `a`, then in `b`. */
function firstToTake(left: ReadonlyMap<Candidate, LineBlock>): Candidate {
  const [first, ...others] = left;
  const [candidate] = others.reduce((best, other) => {
    const [run, otherRun] = [best[1], other[1]];
    const difference =
      run.length - otherRun.length || otherRun.aStart - run.aStart || otherRun.bStart - run.bStart;
    return difference < 0 ? other : best;
  }, first!);
  return candidate;
}

/** What is left of a block on its side of a taken one; perhaps nothing. */
function blockBeside({ segment, block }: Candidate, taken: Candidate): LineBlock {
  const { shift } = segment;
  const { aStart, bStart, length } = taken.block;
  let [low, high] = [block.aStart, block.aStart + block.length];
  if (segment.start > taken.segment.start) {
    low = Math.max(low, aStart + length, bStart + length - shift);
  } else high = Math.min(high, aStart, bStart - shift);
  return { aStart: low, bStart: low + shift, length: Math.max(0, high - low) };
}

/** What lies between blocks, and at both ends. */
function windowsBetween(candidates: readonly Candidate[], { a, b }: NumberedLines): RowWindow[] {
  const windows: RowWindow[] = [];
  let [aLow, bLow] = [0, 0];
  for (const { block } of candidates) {
    windows.push({ aLow, aHigh: block.aStart, bLow, bHigh: block.bStart });
    [aLow, bLow] = [block.aStart + block.length, block.bStart + block.length];
  }
  return [...windows, { aLow, aHigh: a.length, bLow, bHigh: b.length }];
}

/** What lies between changes, widened over lines that they leave as they are. */
function segmentsBetween({ a, b }: NumberedLines, changes: readonly LineChange[]): Segment[] {
  const segments: Segment[] = [];
  let [start, shift] = [0, 0];
  for (const { aStart, aEnd, bStart, bEnd } of changes) {
    let low = aStart;
    while (low < aEnd && low + shift < bEnd && a[low] === b[low + shift]) low += 1;
    if (low > start) segments.push({ start, end: low, shift });
    shift = bEnd - aEnd;
    start = aEnd;
    const lowest = Math.max(low, bStart + low - aStart - shift);
    while (start > lowest && a[start - 1] === b[start - 1 + shift]) start -= 1;
  }
  if (a.length > start) segments.push({ start, end: a.length, shift });
  return segments;
}
