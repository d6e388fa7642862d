import type { StructuredPatch } from 'diff';

/** Added and removed lines of one file. */
export function changedLinesOf({ hunks }: Pick<StructuredPatch, 'hunks'>): number {
  let lines = 0;
  for (const hunk of hunks) {
    for (const line of hunk.lines) if (line.startsWith('+') || line.startsWith('-')) lines += 1;
  }
  return lines;
}

/** Added and removed lines of a whole change. */
export function changedLines(patches: readonly Pick<StructuredPatch, 'hunks'>[]): number {
  return patches.reduce((sum, patch) => sum + changedLinesOf(patch), 0);
}
