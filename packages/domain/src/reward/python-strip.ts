/** Part of a text in UTF-16 units: `[start, end)`. */
export type TextSpan = { readonly start: number; readonly end: number };

/**
 * Python's `text.strip()`. Its white space is not JavaScript's: U+001C to U+001F and U+0085 count,
 * U+FEFF does not.
 */
export function pythonStrip(text: string): string {
  const { start, end } = strippedSpan(text, { start: 0, end: text.length });
  return text.slice(start, end);
}

/** What `strip()` leaves of a part of a text; of white space alone an empty span at its end. */
export function strippedSpan(text: string, span: TextSpan): TextSpan {
  let { start, end } = span;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isPythonSpace(unit: number): boolean {
  if (unit <= 0x20) return (unit >= 0x09 && unit <= 0x0d) || unit >= 0x1c;
  if (unit < 0x80) return false;
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
