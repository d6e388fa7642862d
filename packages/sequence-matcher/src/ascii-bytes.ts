/** What is used of the host's encoder, where it has one. */
type Encoder = {
  encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number };
};

declare const TextEncoder: (new () => Encoder) | undefined;

/** Ten times as fast as a loop, and tells by the length whether the text is ASCII. No host needs to have it. */
const encoder = typeof TextEncoder === 'undefined' ? undefined : new TextEncoder();

/** Bytes of a text with room before and behind it; kept between texts. */
export class AsciiBytes {
  readonly #margin: number;
  #bytes = new Uint8Array(0);
  /** The bytes after the margin. */
  #body = this.#bytes;
  view = new DataView(this.#bytes.buffer);

  constructor(margin: number) {
    this.#margin = margin;
  }

  /** Fills `view` with the text between two margins of one byte; false if the text is not ASCII all through. */
  fill(text: string, marginByte: number): boolean {
    const { length } = text;
    this.#reserve(length + 2 * this.#margin);
    if (!(encoder === undefined ? this.#copy(text) : this.#encode(text, encoder))) return false;
    this.#bytes.fill(marginByte, 0, this.#margin);
    this.#body.fill(marginByte, length, length + this.#margin);
    return true;
  }

  #encode(text: string, utf8: Encoder): boolean {
    const { read, written } = utf8.encodeInto(text, this.#body);
    return read === text.length && written === text.length;
  }

  #copy(text: string): boolean {
    const body = this.#body;
    let every = 0;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      every |= unit;
      body[at] = unit;
    }
    return every < 128;
  }

  #reserve(size: number): void {
    if (this.#bytes.length >= size) return;
    this.#bytes = new Uint8Array(size + (size >> 1));
    this.#body = this.#bytes.subarray(this.#margin);
    this.view = new DataView(this.#bytes.buffer);
  }
}
