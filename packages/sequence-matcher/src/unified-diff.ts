import { prepareLines } from './prepare-lines.ts';

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
  return prepareLines(oldText).unifiedDiff(newText, options);
}
