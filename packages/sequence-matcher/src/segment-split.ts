import type { BlockList } from './block-list.ts';
import type { SegmentList } from './segment-list.ts';
import { SWEEP } from './window-stack.ts';
import type { WindowStack } from './window-stack.ts';

/** So many equally long segments are taken faster by a sweep. */
const MANY_TIES = 16;

/**
 * difflib's recursion inside a window all of whose segments from a threshold on are known: the longest block of any
 * window within is the longest of them, clipped to it. What is left without one goes on the stack. A segment is
 * never longer than the block that is taken, so what of it lies beside the block lies in one of the two windows.
 */
export class SegmentSplit {
  readonly #blocks: BlockList;
  readonly #open: WindowStack;
  #triples = new Int32Array(0);
  #spare = new Int32Array(3 * 64);
  #threshold = 0;
  #crowdedBelow = 0;
  /** Of the last choice: segments as long as the best. */
  #ties = 0;
  /** Of the last parting: where the left window's segments end. */
  #middle = 0;

  constructor(blocks: BlockList, open: WindowStack) {
    this.#blocks = blocks;
    this.#open = open;
  }

  /** Uses the segments up. */
  split(
    segments: SegmentList,
    threshold: number,
    crowdedBelow: number,
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
  ): void {
    this.#triples = segments.triples;
    if (this.#spare.length < segments.triples.length) {
      this.#spare = new Int32Array(segments.triples.length);
    }
    this.#threshold = threshold;
    this.#crowdedBelow = crowdedBelow;
    this.#split(0, 3 * segments.count, aLow, aHigh, bLow, bHigh);
  }

  /** Segments of the window are `[from, to)`, clipped to it. */
  #split(from: number, to: number, aLow: number, aHigh: number, bLow: number, bHigh: number): void {
    const threshold = this.#threshold;
    while (to > from) {
      const best = this.#best(from, to);
      if (this.#ties > MANY_TIES && this.#ties ** 2 > aHigh - aLow + bHigh - bLow) {
        const length = this.#triples[best + 1]! - this.#triples[best]!;
        this.#open.push(aLow, aHigh, bLow, bHigh, length, SWEEP);
        return;
      }
      const aStart = this.#triples[best]!;
      const aEnd = this.#triples[best + 1]!;
      const diagonal = this.#triples[best + 2]!;
      const bStart = aStart + diagonal;
      const bEnd = aEnd + diagonal;
      this.#blocks.add(aStart, bStart, aEnd - aStart);
      const end = this.#partBeside(from, to, aStart, aEnd, bStart, bEnd);
      const middle = this.#middle;
      // The shorter list by recursion, so that it stays shallow.
      if (middle - from <= end - middle) {
        this.#split(from, middle, aLow, aStart, bLow, bStart);
        [from, to, aLow, bLow] = [middle, end, aEnd, bEnd];
      } else {
        this.#split(middle, end, aEnd, aHigh, bEnd, bHigh);
        [to, aHigh, bHigh] = [middle, aStart, bStart];
      }
    }
    this.#open.push(aLow, aHigh, bLow, bHigh, threshold - 1, this.#crowdedBelow);
  }

  /** The longest; of several the one that starts first in `a`, then in `b`. */
  #best(from: number, to: number): number {
    const triples = this.#triples;
    let best = from;
    let length = 0;
    let ties = 0;
    for (let at = from; at < to; at += 3) {
      const start = triples[at]!;
      const longer = triples[at + 1]! - start - length;
      if (longer < 0) continue;
      if (longer === 0) {
        ties += 1;
        const earlier = start - triples[best]!;
        if (earlier > 0 || (earlier === 0 && triples[at + 2]! > triples[best + 2]!)) continue;
      }
      if (longer > 0) ties = 1;
      best = at;
      length += longer;
    }
    this.#ties = ties;
    return best;
  }

  /** Cuts segments to what lies left or right of a block; those of the left window come first. Returns where the right ones end. */
  #partBeside(
    from: number,
    to: number,
    aStart: number,
    aEnd: number,
    bStart: number,
    bEnd: number,
  ): number {
    const triples = this.#triples;
    const spare = this.#spare;
    const threshold = this.#threshold;
    let middle = from;
    let spared = 0;
    for (let at = from; at < to; at += 3) {
      const start = triples[at]!;
      const end = triples[at + 1]!;
      const diagonal = triples[at + 2]!;
      const leftEnd = Math.min(end, aStart, bStart - diagonal);
      const rightStart = Math.max(start, aEnd, bEnd - diagonal);
      if (leftEnd - start >= threshold) {
        triples[middle] = start;
        triples[middle + 1] = leftEnd;
        triples[middle + 2] = diagonal;
        middle += 3;
      } else if (end - rightStart >= threshold) {
        spare[spared] = rightStart;
        spare[spared + 1] = end;
        spare[spared + 2] = diagonal;
        spared += 3;
      }
    }
    for (let at = 0; at < spared; at += 1) triples[middle + at] = spare[at]!;
    this.#middle = middle;
    return middle + spared;
  }
}
