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

  /** Replaces the text; memory is kept. */
  set(text: string): void {
    this.text = text;
    this.#ready.fill(false);
    this.alphabet = asciiAlphabet;
    if (this.packed.packAscii(text, asciiAlphabet.bPad)) return;
    this.alphabet = alphabetOf(text);
    this.packed.pack(text, this.alphabet, this.alphabet.bPad);
  }

  /** Grams of the stretch `[low, high)`, or of more. `part` is filled where an index of the stretch alone is better. */
  grams(gramWords: number, low: number, high: number, part: GramChains): GramChains {
    const { words, length } = this.packed;
    const { symbolsPerWord } = this.alphabet;
    const whole = this.#whole[gramWords >> 1];
    if (whole === undefined || (length > SHORT_TEXT && 2 * (high - low) < length)) {
      if (part.low !== low || part.high !== high || part.gramWords !== gramWords) {
        part.index(words, low, high, gramWords, symbolsPerWord);
      }
      return part;
    }
    if (!this.#ready[gramWords >> 1]) {
      whole.index(words, PAD, PAD + length, gramWords, symbolsPerWord);
      this.#ready[gramWords >> 1] = true;
    }
    return whole;
  }
}
