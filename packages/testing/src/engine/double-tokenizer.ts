/** Tokens that end or fill, as in the demo's own tokenizer. */
export const specialTokens = { pad: 0, beginning: 1, end: 2 } as const;

const firstByte = 3;
const firstWord = firstByte + 256;

/** Pieces with a token of their own; everything else is bytes. The order is the ids and never changes. */
const words =
  '<think> </think> <solution> </solution> ```python ``` ### ======= def return for in if not else while import class self None True False range append len max min lower upper strip'.split(
    ' ',
  );
const pieces = ['<<<<<<< SEARCH', '>>>>>>> REPLACE', '    ', ...words];
const idOfPiece = new Map(pieces.map((piece, index) => [piece, firstWord + index]));
// longer pieces first; none holds a character that means something in a regular expression
const anyPiece = new RegExp(pieces.toSorted((a, b) => b.length - a.length).join('|'), 'g');

export const vocabularySize = firstWord + pieces.length;

/** Text to token ids: known words, else UTF-8 bytes. Decoding gives the same text back. */
export function encode(text: string): number[] {
  const tokens: number[] = [];
  let from = 0;
  for (const found of text.matchAll(anyPiece)) {
    tokens.push(...bytesOf(text.slice(from, found.index)), idOfPiece.get(found[0]) ?? 0);
    from = found.index + found[0].length;
  }
  return [...tokens, ...bytesOf(text.slice(from))];
}

/** Token ids to text; special tokens are left out unless asked for. Throws for an id that does not exist. */
export function decode(tokens: readonly number[], { withSpecial = false } = {}): string {
  return Buffer.concat(tokens.map((token) => bytesOfToken(token, withSpecial))).toString();
}

function bytesOf(text: string): number[] {
  return Array.from(Buffer.from(text), (byte) => firstByte + byte);
}

function bytesOfToken(token: number, withSpecial: boolean): Buffer {
  if (token < 0 || token >= vocabularySize || !Number.isInteger(token))
    throw new RangeError(`Token id ${token} is out of vocabulary`);
  if (token < firstByte) return Buffer.from(withSpecial ? `<|${token}|>` : '');
  if (token < firstWord) return Buffer.from([token - firstByte]);
  return Buffer.from(pieces[token - firstWord] ?? '');
}
