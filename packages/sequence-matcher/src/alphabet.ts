const ASCII = 128;

/**
 * Numbers for the code points of a comparison's second text: ASCII as it is, others densely from 128 on. All
 * that the second text lacks is one foreign symbol; both texts have a pad symbol of their own.
 */
export class Alphabet {
  readonly #numbers: ReadonlyMap<number, number>;
  /** One more than the largest symbol. */
  readonly symbolCount: number;
  readonly symbolBits: 8 | 16 | 32;
  readonly symbolsPerWord: 4 | 2 | 1;
  readonly symbolMask: number;
  /** `symbolBits` as a shift: 3, 4 or 5. */
  readonly bitsShift: 3 | 4 | 5;
  readonly foreign: number;
  readonly aPad: number;
  readonly bPad: number;

  constructor(numbers: ReadonlyMap<number, number>) {
    this.#numbers = numbers;
    this.foreign = ASCII + numbers.size;
    this.aPad = this.foreign + 1;
    this.bPad = this.foreign + 2;
    this.symbolCount = this.foreign + 3;
    this.symbolBits = this.symbolCount <= 0x100 ? 8 : this.symbolCount <= 0x10000 ? 16 : 32;
    this.symbolsPerWord = this.symbolBits === 8 ? 4 : this.symbolBits === 16 ? 2 : 1;
    this.symbolMask = this.symbolBits === 32 ? -1 : 2 ** this.symbolBits - 1;
    this.bitsShift = this.symbolBits === 8 ? 3 : this.symbolBits === 16 ? 4 : 5;
  }

  symbolOf(codePoint: number): number {
    return codePoint < ASCII ? codePoint : (this.#numbers.get(codePoint) ?? this.foreign);
  }
}

/** Of texts that are ASCII all through. */
export const asciiAlphabet = new Alphabet(new Map());

/** Of a text with other code points. A surrogate pair is one, and so is a lone surrogate, as in CPython. */
export function alphabetOf(text: string): Alphabet {
  const numbers = new Map<number, number>();
  for (let unit = 0; unit < text.length; unit += 1) {
    const codePoint = text.codePointAt(unit) ?? 0;
    if (codePoint > 0xffff) unit += 1;
    if (codePoint >= ASCII && !numbers.has(codePoint)) numbers.set(codePoint, ASCII + numbers.size);
  }
  return new Alphabet(numbers);
}
