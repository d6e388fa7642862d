/** Kinds of characters; what is not ASCII is `foreign`. */
const letter = 0;
const digit = 1;
const line = 2;
const blank = 3;
const mark = 4;
const foreign = 5;

/** Measured with o200k_base on 650 files of five languages, see docs/rooms/domain.md. */
const lettersPerPiece = 7;
const digitsPerPiece = 3;
const tokensPerPiece = 0.82;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

function kindOf(character: string): number {
  if (/[a-z]/i.test(character)) return letter;
  if (/\d/.test(character)) return digit;
  if (/[\n\r]/.test(character)) return line;
  return /[ \t]/.test(character) ? blank : mark;
}

/**
 * Estimates the tokens of a text without a tokenizer: a piece for every seven letters of a word, every three
 * digits, every mark, every row of line feeds and every indentation; 0.82 tokens a piece. For nine files of
 * ten it is at most 6 % below and 20 % above o200k_base; for Go 29 % below at the worst.
 */
export function estimateTokens(text: string): number {
  let pieces = 0;
  let kind = mark;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const next = code < 128 ? (kinds[code] ?? mark) : foreign;
    if (next === kind) continue;
    pieces += piecesOf(kind, at - start);
    kind = next;
    start = at;
  }
  return Math.ceil((pieces + piecesOf(kind, text.length - start)) * tokensPerPiece);
}

function piecesOf(kind: number, length: number): number {
  switch (kind) {
    case letter:
      return Math.ceil(length / lettersPerPiece);
    case digit:
      return Math.ceil(length / digitsPerPiece);
    case line:
      return 1;
    case blank:
      // A single space goes with the word behind it.
      return length > 1 ? 1 : 0;
    case mark:
      return length;
    default:
      return length / 2;
  }
}
