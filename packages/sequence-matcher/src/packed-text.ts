import type { Alphabet } from './alphabet.ts';
import { AsciiBytes } from './ascii-bytes.ts';

/** Pads before the first and after the last symbol, so that looking a little beyond an end needs no test. */
export const PAD = 8;

const ascii = new AsciiBytes(PAD);

/**
 * A text as words that overlap: the word at position p packs the symbols p, p + 1, … from its lowest bits on,
 * four to a word, or two or one where the alphabet is large. So equality of several symbols is one comparison
 * at any position, for any size of symbol. Positions begin at `PAD`; both ends are padded with a symbol that only
 * this side has, which ends every run of equal symbols.
 */
export class PackedText {
  words = new Int32Array(0);
  /** Symbols, that is code points. */
  length = 0;

  /** Packs the text four symbols to a word; false if it is not ASCII all through. */
  packAscii(text: string, pad: number): boolean {
    if (!ascii.fill(text, pad)) return false;
    const { length } = text;
    this.#reserve(length);
    const { words } = this;
    const { view } = ascii;
    for (let at = 0; at < length + 2 * PAD - 3; at += 1) words[at] = view.getInt32(at, true);
    this.length = length;
    return true;
  }

  /** Packs any text by the symbols of an alphabet. */
  pack(text: string, alphabet: Alphabet, pad: number): void {
    this.#reserve(text.length);
    const { words } = this;
    let length = 0;
    for (let unit = 0; unit < text.length; unit += 1) {
      const codePoint = text.codePointAt(unit) ?? 0;
      if (codePoint > 0xffff) unit += 1;
      words[PAD + length] = alphabet.symbolOf(codePoint);
      length += 1;
    }
    this.length = length;
    words.fill(pad, 0, PAD);
    words.fill(pad, PAD + length, 2 * PAD + length);
    const { symbolBits, symbolsPerWord } = alphabet;
    if (symbolsPerWord === 1) return;
    let word = pad;
    for (let at = 2 * PAD + length - 1; at >= 0; at -= 1) {
      word = (word << symbolBits) | words[at]!;
      words[at] = word;
    }
  }

  #reserve(length: number): void {
    if (this.words.length >= length + 2 * PAD) return;
    this.words = new Int32Array(length + (length >> 2) + 2 * PAD);
  }
}
