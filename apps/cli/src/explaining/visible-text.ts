import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const tab = '    ';
/** What steers a terminal or hides in a text: controls, line separators, formats, halves of pairs. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200d)\p{Cf}/gu;

/**
 * A text from outside on one line, with what could steer the terminal or deceive the eye spelled out as in
 * code: `\x1b`, `\r`, `\u202e`. Tabs become four spaces. Only the joiner of emoji stays as it is.
 */
export function visibleText(text: string): string {
  return text.replaceAll('\t', tab).replaceAll(invisible, spelled);
}

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\0': '\\0' };

function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const named = names[character];
  if (named !== undefined) return named;
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** At most `width` columns of a visible text; what is left out shows as `…`. */
export function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  let taken = 0;
  for (const { segment } of segmenter.segment(text)) {
    taken += stringWidth(segment);
    if (taken > width - 1) break;
    cut += segment;
  }
  return width < 1 ? '' : `${cut}…`;
}

/** Fills up with spaces to `width` columns; colours take none. */
export function padText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
