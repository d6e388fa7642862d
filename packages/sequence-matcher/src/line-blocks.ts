import { windowsBeside } from './longest-blocks.ts';
import type { MatchingBlock, Window } from './longest-blocks.ts';
import { orderedBlocks } from './matching-blocks.ts';

/** From this many lines on, difflib leaves lines that occur too often out of its index. */
const POPULARITY_MINIMUM_LINES = 200;

/**
 * `SequenceMatcher(None, a, b).get_matching_blocks()` of CPython on lines, the popularity rule
 * (`autojunk=True`) included: of 200 or more lines in `b`, those that occur more than
 * `floor(lines / 100) + 1` times start no block and only extend one.
 */
export function lineBlocks(a: readonly string[], b: readonly string[]): MatchingBlock[] {
  const positions = unpopularPositions(b);
  const blocks: MatchingBlock[] = [];
  const whole = { aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length };
  const open: Window[] = [{ ...whole, bound: Math.min(a.length, b.length) }];
  for (let window = open.pop(); window !== undefined; window = open.pop()) {
    if (window.aLow === window.aHigh || window.bLow === window.bHigh) continue;
    const indexed = longestIndexed(a, positions, window);
    const block = extend(indexed, a, b, window);
    if (block.length === 0) continue;
    blocks.push(block);
    for (const beside of windowsBeside(block, window)) {
      open.push({ ...beside, bound: indexed.length });
    }
  }
  return orderedBlocks(blocks, a.length, b.length);
}

/** Where each line of `b` stands, ascending, without popular lines. */
function unpopularPositions(b: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [at, line] of b.entries()) {
    const known = positions.get(line);
    if (known === undefined) positions.set(line, [at]);
    else known.push(at);
  }
  if (b.length < POPULARITY_MINIMUM_LINES) return positions;
  const mostOccurrences = Math.floor(b.length / 100) + 1;
  for (const [line, known] of positions) {
    if (known.length > mostOccurrences) positions.delete(line);
  }
  return positions;
}

/**
 * The longest block of unpopular lines that starts first in `a`, then in `b`; row by row, and no further
 * than the first block of the length that the window's bound allows.
 */
function longestIndexed(
  a: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  { aLow, aHigh, bLow, bHigh, bound }: Window,
): MatchingBlock {
  let best = { aStart: aLow, bStart: bLow, length: 0 };
  let lengthsBefore = new Map<number, number>();
  for (let aAt = aLow; aAt < aHigh && best.length < bound; aAt += 1) {
    const lengths = new Map<number, number>();
    for (const bAt of positions.get(a[aAt]!) ?? []) {
      if (bAt < bLow) continue;
      if (bAt >= bHigh) break;
      const length = (lengthsBefore.get(bAt - 1) ?? 0) + 1;
      lengths.set(bAt, length);
      if (length > best.length) {
        best = { aStart: aAt - length + 1, bStart: bAt - length + 1, length };
      }
    }
    lengthsBefore = lengths;
  }
  return best;
}

/** Grows a block to both sides over equal lines, popular or not, inside the window. */
function extend(
  block: MatchingBlock,
  a: readonly string[],
  b: readonly string[],
  { aLow, aHigh, bLow, bHigh }: Window,
): MatchingBlock {
  let { aStart, bStart } = block;
  let aEnd = aStart + block.length;
  let bEnd = bStart + block.length;
  while (aStart > aLow && bStart > bLow && a[aStart - 1] === b[bStart - 1]) {
    aStart -= 1;
    bStart -= 1;
  }
  while (aEnd < aHigh && bEnd < bHigh && a[aEnd] === b[bEnd]) {
    aEnd += 1;
    bEnd += 1;
  }
  return { aStart, bStart, length: aEnd - aStart };
}
