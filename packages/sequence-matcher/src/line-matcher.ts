import { extended } from './extended-block.ts';
import { LineGrams } from './line-grams.ts';
import { LineIndex } from './line-index.ts';
import type { NumberedLines } from './line-index.ts';
import type { LineBlock, LineWindow } from './line-window.ts';
import { orderedBlocks } from './ordered-blocks.ts';
import { SampledLines } from './sampled-lines.ts';
import type { Allowance } from './sampled-lines.ts';

/** A search by grams takes about as long as so many comparisons for each line. */
const defaultAllowance: Allowance = { perSearch: 2_048, perRow: 64 };

/**
 * The blocks of `SequenceMatcher(None, a, b).get_matching_blocks()` of CPython on lines, the popularity rule
 * included (`LineIndex`): ascending, adjacent ones merged, ended by an empty one.
 *
 * @param allowance What the sampled search may take before grams take over; no difference to the blocks.
 */
export function matchLines(
  lines: NumberedLines,
  allowance: Allowance = defaultAllowance,
): LineBlock[] {
  return new LineMatcher(lines, allowance).blocks();
}

/**
 * The longest block of indexed lines of a window (ties: the one that starts first in `a`, then in `b`) is
 * extended over any equal lines; then come the windows on both sides of it. Left of it no other block is as
 * long, or that one would have started first: with every length fewer windows are left, and of one length
 * each line is looked at a bounded number of times.
 */
class LineMatcher {
  readonly #lines: NumberedLines;
  readonly #index: LineIndex;
  readonly #sampled: SampledLines;
  #grams: LineGrams | undefined;
  readonly #found: LineBlock[] = [];
  readonly #open: LineWindow[];

  constructor(lines: NumberedLines, allowance: Allowance) {
    const [aHigh, bHigh] = [lines.a.length, lines.b.length];
    this.#lines = lines;
    this.#index = new LineIndex(lines);
    this.#sampled = new SampledLines(lines, this.#index, allowance);
    this.#open = [{ aLow: 0, aHigh, bLow: 0, bHigh, bound: Math.min(aHigh, bHigh) }];
  }

  blocks(): LineBlock[] {
    for (let window = this.#open.pop(); window !== undefined; window = this.#open.pop()) {
      if (window.aLow === window.aHigh || window.bLow === window.bHigh) continue;
      const indexed = this.#sampled.longestBlock(window);
      if (indexed === undefined) this.#searchByGrams(window);
      else this.#addAlone(indexed, window);
    }
    return orderedBlocks(this.#found, this.#lines.a.length, this.#lines.b.length);
  }

  #addAlone(indexed: LineBlock, window: LineWindow): void {
    const right = this.#add(indexed, window);
    // Without an indexed block only the corner can have matched, and beside it nothing does.
    if (indexed.length > 0) this.#open.push(right);
  }

  /** All longest blocks of a window, from left to right. */
  #searchByGrams(window: LineWindow): void {
    this.#grams ??= new LineGrams(this.#lines, this.#index);
    const length = this.#grams.longestLength(window);
    if (length === 0) {
      this.#add({ aStart: window.aLow, bStart: window.bLow, length }, window);
      return;
    }
    const ties = this.#grams.ties(length, window);
    let rest = window;
    for (;;) {
      const start = ties.first(rest.aLow, rest.bLow);
      if (start === undefined) break;
      rest = this.#add({ ...start, length }, rest);
    }
    this.#open.push({ ...rest, bound: length - 1 });
  }

  /** Keeps a block with what extends it, and the window left of it; returns the one right of it. */
  #add(indexed: LineBlock, window: LineWindow): LineWindow {
    const { aStart, bStart, length } = extended(this.#lines, window, indexed);
    if (length > 0) this.#found.push({ aStart, bStart, length });
    if (indexed.length > 0) {
      this.#open.push({ ...window, aHigh: aStart, bHigh: bStart, bound: indexed.length - 1 });
    }
    return { ...window, aLow: aStart + length, bLow: bStart + length, bound: indexed.length };
  }
}
