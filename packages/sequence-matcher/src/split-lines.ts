const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Python's `text.splitlines()`: lines without their breaks, and no empty line after a last break.
 * A carriage return takes a line feed after it along.
 */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (!isLineBreak(unit)) continue;
    lines.push(text.slice(start, at));
    if (unit === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at += 1;
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** LF, VT, FF, CR, the file, group and record separators, NEL, and Unicode's two separators. */
function isLineBreak(unit: number): boolean {
  if (unit <= 0x1e) return unit >= 0x1c || (unit >= LINE_FEED && unit <= CARRIAGE_RETURN);
  return unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}
