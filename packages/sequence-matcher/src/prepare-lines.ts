import { matchLines } from './line-matcher.ts';
import { OldLines } from './old-lines.ts';
import { printHunks } from './print-hunks.ts';
import type { UnifiedDiffOptions } from './unified-diff.ts';

/** An old text that many new ones are compared with. */
export interface PreparedLines {
  readonly text: string;
  /** `unifiedDiff(text, newText, options)`, the old text split and numbered once. */
  unifiedDiff(newText: string, options?: UnifiedDiffOptions): string;
}

/**
 * Prepares an old text for many diffs against it. Memory: the text, and about 100 bytes for every different
 * line of it.
 */
export function prepareLines(text: string): PreparedLines {
  const oldLines = new OldLines(text);
  return {
    text,
    unifiedDiff(newText, { context = 3 } = {}) {
      if (!Number.isSafeInteger(context) || context < 0) {
        throw new RangeError(`context must be a whole number of lines from 0, got ${context}`);
      }
      const pair = oldLines.pairedWith(newText);
      return pair === undefined ? '' : printHunks(pair, matchLines(pair), context);
    },
  };
}
