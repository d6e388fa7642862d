import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabetOf, asciiAlphabet } from './alphabet.ts';
import { PackedText, PAD } from './packed-text.ts';

const symbolsOf = ({ words, length }: PackedText, mask: number) =>
  Array.from({ length: length + 2 * PAD - 4 }, (_, at) => (words[at] ?? 0) & mask);

describe('PackedText', () => {
  it('holds a symbol and the three after it in a word, and pads around the text', () => {
    const text = new PackedText();
    expect(text.packAscii('abcde', 0x82)).toBe(true);
    expect([text.words[PAD], text.words[PAD + 1]]).toEqual([0x64636261, 0x65646362]);
    expect([text.words[PAD - 1], (text.words[PAD + 4] ?? 0) >>> 0]).toEqual([
      0x63626182, 0x82828265,
    ]);
  });

  it('packs a text the same by bytes and by an alphabet', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 50 }), (text) => {
        const [bytes, numbers] = [new PackedText(), new PackedText()];
        expect(bytes.packAscii(text, asciiAlphabet.bPad)).toBe(true);
        numbers.pack(text, asciiAlphabet, asciiAlphabet.bPad);
        expect(symbolsOf(bytes, -1)).toEqual(symbolsOf(numbers, -1));
      }),
    );
  });

  it('refuses bytes to a text that is not ASCII, whatever its length', () => {
    for (const text of ['é', 'aé', '\ud83d', '😀', 'a'.repeat(999) + '\u0080']) {
      expect(new PackedText().packAscii(text, 0)).toBe(false);
    }
  });

  it('counts a surrogate pair as one symbol, and a lone surrogate too', () => {
    const text = new PackedText();
    const alphabet = alphabetOf('a😀\ud83d');
    text.pack('a😀\ud83d😁', alphabet, alphabet.bPad);
    expect(text.length).toBe(4);
    const symbols = symbolsOf(text, alphabet.symbolMask).slice(PAD, PAD + 4);
    expect(symbols).toEqual([0x61, 128, 129, alphabet.foreign]);
  });
});
