import { unifiedDiff } from './unified-diff.ts';
import type { UnifiedDiffOptions } from './unified-diff.ts';

/** An old text that many new ones are compared with. */
export interface PreparedLines {
  readonly text: string;
  /** `unifiedDiff(text, newText, options)`, the old text split and numbered once. */
  unifiedDiff(newText: string, options?: UnifiedDiffOptions): string;
}

/** Prepares an old text for many diffs against it. */
export function prepareLines(text: string): PreparedLines {
  return { text, unifiedDiff: (newText, options) => unifiedDiff(text, newText, options) };
}
