/** One SEARCH/REPLACE edit, its texts as they stand between the markers. */
export type Edit = {
  readonly path: string;
  readonly search: string;
  readonly replace: string;
};

/** Where `search` occurs at a line start of `content`, without overlap, from the left. */
export function occurrencesAtLineStarts(content: string, search: string): number[] {
  const anchored = `\n${search}`;
  const text = `\n${content}`;
  const starts: number[] = [];
  for (
    let at = text.indexOf(anchored);
    at >= 0;
    at = text.indexOf(anchored, at + anchored.length)
  ) {
    starts.push(at);
  }
  return starts;
}

/**
 * What an edit means: **every** occurrence of its search text at a line start becomes the replacement. The
 * text need not end where a line ends.
 */
export function replaceAtLineStarts(content: string, search: string, replace: string): string {
  return `\n${content}`.split(`\n${search}`).join(`\n${replace}`).slice(1);
}
