import { alphabetOf, asciiAlphabet } from './alphabet.ts';
import type { Alphabet } from './alphabet.ts';
import { GramChains } from './gram-chains.ts';
import { PackedText, PAD } from './packed-text.ts';

/** Of a longer text, a part of less than half of it is indexed on its own. */
const SHORT_TEXT = 256;

/** The second text of a comparison: packed, and indexed by grams as far as searches asked for it. */
export class IndexedText {
  text = '';
  alphabet: Alphabet = asciiAlphabet;
  readonly packed = new PackedText();
  /** Of the whole text, by gram words 1, 2 and 4. */
  readonly #whole = [new GramChains(), new GramChains(), new GramChains()] as const;
  readonly #ready = [false, false, false];
  /** Of a part of it. */
  readonly #part = new GramChains();

  /** Replaces the text; memory is kept. */
  set(text: string): void {
    this.text = text;
    this.#ready.fill(false);
    this.#part.high = 0;
    this.alphabet = asciiAlphabet;
    if (this.packed.packAscii(text, asciiAlphabet.bPad)) return;
    this.alphabet = alphabetOf(text);
    this.packed.pack(text, this.alphabet, this.alphabet.bPad);
  }

  /** Grams of the stretch `[low, high)`, or of more. */
  grams(gramWords: number, low: number, high: number): GramChains {
    const { words, length } = this.packed;
    const { symbolsPerWord } = this.alphabet;
    if (length > SHORT_TEXT && 2 * (high - low) < length) {
      const part = this.#part;
      if (part.low !== low || part.high !== high || part.gramWords !== gramWords) {
        part.index(words, low, high, gramWords, symbolsPerWord);
      }
      return part;
    }
    const level = gramWords >> 1;
    const whole = this.#whole[level] ?? this.#part;
    if (!this.#ready[level]) whole.index(words, PAD, PAD + length, gramWords, symbolsPerWord);
    this.#ready[level] = true;
    return whole;
  }
}
