import type { createColors } from 'picocolors';
import { visibleText } from '../explaining/visible-text.ts';

/** A patch as git shows it, in colour where there is any. */
export function diffText(patch: string, colours: ReturnType<typeof createColors>): string[] {
  let inHunk = false;
  return patch
    .trimEnd()
    .split('\n')
    .map((line) => {
      const shown = visibleText(line);
      if (line.startsWith('diff --git ')) inHunk = false;
      if (line.startsWith('@@')) {
        inHunk = true;
        return colours.cyan(shown);
      }
      if (!inHunk) return colours.bold(shown);
      if (line.startsWith('+')) return colours.green(shown);
      return line.startsWith('-') ? colours.red(shown) : shown;
    });
}
