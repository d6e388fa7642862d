const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Every break of Python's `splitlines` but the line feed. */
const RARE_BREAK = /[\v\f\r\u001c-\u001e\u0085\u2028\u2029]/;

/**
 * Python's `text.splitlines()`: lines without their breaks, and no empty line after a last break.
 * A carriage return takes a line feed after it along.
 */
export function splitLines(text: string): string[] {
  if (hasRareBreak(text)) return splitAtEveryBreak(text);
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Whether a text holds a break of Python's `splitlines` besides line feeds. */
export function hasRareBreak(text: string): boolean {
  return RARE_BREAK.test(text);
}

function splitAtEveryBreak(text: string): string[] {
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
