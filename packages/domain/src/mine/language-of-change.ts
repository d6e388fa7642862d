import type { ChangedFile } from './filters/changed-file.ts';
import { languageOfPath } from './files/language-of-path.ts';

/** The programming language of most changed lines, the first by name among equals; null when there is none. */
export function languageOfChange(
  files: readonly Pick<ChangedFile, 'file' | 'changedLines'>[],
): string | null {
  const lines = new Map<string, number>();
  for (const { file, changedLines } of files) {
    const language = languageOfPath(file.path);
    if (language !== null) lines.set(language, (lines.get(language) ?? 0) + changedLines);
  }
  const ranked = [...lines].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}
