/** UTF-16 units `[start, end)` of an old text become `text`. */
export interface TextSplice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A region that may still grow. */
interface OpenRegion {
  readonly start: number;
  end: number;
  readonly parts: string[];
  /** How far its parts stand for the old text. */
  at: number;
}

/**
 * Splices widened to line feeds, those that then share a line as one. A line feed ends a line whatever
 * stands around it, so outside of them the lines are the same on both sides. Linear time.
 *
 * @param splices ascending, disjoint
 */
export function wholeLineSplices(oldText: string, splices: readonly TextSplice[]): TextSplice[] {
  const regions: TextSplice[] = [];
  let open: OpenRegion | undefined;
  for (const { start, end, text } of splices) {
    if (open === undefined || !sharesLine(open, start, oldText.length)) {
      if (open !== undefined) regions.push(closed(open, oldText));
      const lineStart = start === 0 ? 0 : oldText.lastIndexOf('\n', start - 1) + 1;
      open = { start: lineStart, end: lineStart, parts: [], at: lineStart };
    }
    open.parts.push(oldText.slice(open.at, start), text);
    open.at = end;
    if (end >= open.end) open.end = lineEndFrom(oldText, end);
  }
  if (open !== undefined) regions.push(closed(open, oldText));
  return regions;
}

/** A last line without a line feed goes on in whatever is added after it. */
function sharesLine({ end }: OpenRegion, start: number, oldLength: number): boolean {
  return start < end || (start === end && end === oldLength);
}

function closed({ start, end, parts, at }: OpenRegion, oldText: string): TextSplice {
  return { start, end, text: parts.join('') + oldText.slice(at, end) };
}

/** After the line feed at or after an offset; of a text without one its end. */
function lineEndFrom(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed < 0 ? text.length : feed + 1;
}
