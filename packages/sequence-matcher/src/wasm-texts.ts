import { type Alphabet, alphabetOf, asciiAlphabet } from './alphabet.ts';
import type { WasmMatcherExports } from './wasm-matcher-exports.ts';

/** The part of a `TextEncoder` that copies text into memory; it is the fastest test for ASCII, too. */
export interface AsciiWriter {
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

/** A text as it lies in the memory of a matcher. */
export interface WrittenText {
  /** In symbols, that is code points. */
  readonly length: number;
  readonly alphabet: Alphabet;
}

/** Bytes that the memory has beyond a text in any case. */
const PADDING = 64;

/** Writes texts as symbols into the memory of a matcher. */
export class WasmTexts {
  readonly #exports: WasmMatcherExports;
  readonly #writer: AsciiWriter | undefined;
  #capacity = 0;
  #bytes = new Uint8Array(0);
  #doubles = new Uint16Array(0);
  #aBytes = new Uint8Array(0);
  #bBytes = new Uint8Array(0);
  aAddress = 0;
  bAddress = 0;

  constructor(exports: WasmMatcherExports, writer: AsciiWriter | undefined) {
    this.#exports = exports;
    this.#writer = writer;
  }

  /** Makes room for texts of at most `units` UTF-16 units each. */
  reserve(units: number): void {
    if (units > this.#capacity) {
      this.#exports.reserve(units);
      this.#capacity = units;
      this.aAddress = this.#exports.aAddress();
      this.bAddress = this.#exports.bAddress();
      this.#look();
    } else if (this.#bytes.length === 0) this.#look();
  }

  /** The views are gone whenever the memory has grown. */
  #look(): void {
    const { buffer } = this.#exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#doubles = new Uint16Array(buffer);
    this.#aBytes = new Uint8Array(buffer, this.aAddress, this.#capacity + PADDING);
    this.#bBytes = new Uint8Array(buffer, this.bAddress, this.#capacity + PADDING);
  }

  writeOracle(text: string, address: number): WrittenText {
    const into =
      address === this.bAddress
        ? this.#bBytes
        : this.#bytes.subarray(address, address + text.length);
    if (this.#writeAscii(text, into)) {
      return { length: text.length, alphabet: asciiAlphabet };
    }
    const alphabet = alphabetOf(text);
    return { alphabet, length: this.#write(text, address, alphabet) };
  }

  /** Writes a prediction in the symbols of its oracle; returns its length in code points. */
  writePrediction(text: string, alphabet: Alphabet): number {
    if (alphabet.symbolBits === 8 && this.#writeAscii(text, this.#aBytes)) return text.length;
    return this.#write(text, this.aAddress, alphabet);
  }

  #writeAscii(text: string, into: Uint8Array): boolean {
    if (this.#writer !== undefined) {
      const { read, written } = this.#writer.encodeInto(text, into);
      return read === text.length && written === text.length;
    }
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit > 127) return false;
      into[at] = unit;
    }
    return true;
  }

  #write(text: string, address: number, alphabet: Alphabet): number {
    const into = alphabet.symbolBits === 8 ? this.#bytes : this.#doubles;
    const start = alphabet.symbolBits === 8 ? address : address >>> 1;
    let at = start;
    for (let unit = 0; unit < text.length; unit += 1) {
      const codePoint = text.codePointAt(unit) ?? 0;
      if (codePoint > 0xffff) unit += 1;
      into[at] = alphabet.symbolOf(codePoint);
      at += 1;
    }
    return at - start;
  }
}
