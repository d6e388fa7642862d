import { alignedBlocks } from './aligned-blocks.ts';
import { matchLines } from './line-matcher.ts';
import { OldLines } from './old-lines.ts';
import type { LinePair } from './old-lines.ts';
import { printHunks } from './print-hunks.ts';
import type { TextSplice } from './text-splice.ts';
import type { UnifiedDiffOptions } from './unified-diff.ts';

/** An old text that many new ones are compared with. */
export interface PreparedLines {
  readonly text: string;
  /** `unifiedDiff(text, newText, options)`, the old text split and numbered once. */
  unifiedDiff(newText: string, options?: UnifiedDiffOptions): string;
  /**
   * The same for the new text that splices make of the old one, without putting it together. Splices are
   * ascending and disjoint.
   */
  unifiedDiffAfter(splices: readonly TextSplice[], options?: UnifiedDiffOptions): string;
  /**
   * Offsets of the old lines that equal `line`, which holds no line break; ascending. Undefined when there are
   * more than `most`.
   */
  startsOf(line: string, most?: number): number[] | undefined;
}

/**
 * Prepares an old text for many diffs against it. Memory: the text, and about 100 bytes for every different
 * line of it.
 */
export function prepareLines(text: string): PreparedLines {
  const oldLines = new OldLines(text);
  return {
    text,
    unifiedDiff: (newText, options) => diffOf(oldLines, oldLines.pairedWith(newText), options),
    unifiedDiffAfter: (splices, options) =>
      diffOf(oldLines, oldLines.pairedAfter(splices), options),
    startsOf: (line, most) => oldLines.startsOf(line, most),
  };
}

function diffOf(
  { counts }: OldLines,
  pair: LinePair | undefined,
  { context = 3 }: UnifiedDiffOptions = {},
): string {
  if (!Number.isSafeInteger(context) || context < 0) {
    throw new RangeError(`context must be a whole number of lines from 0, got ${context}`);
  }
  if (pair === undefined) return '';
  const counted = counts.after(pair, pair.changes);
  const aligned = counted && alignedBlocks(pair, pair.changes, counted);
  return printHunks(pair, aligned ?? matchLines(pair), context);
}
