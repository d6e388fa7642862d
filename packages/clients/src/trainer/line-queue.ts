import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is no protocol line. */
const maxLineCharacters = 1_000_000;

/** What a reader gets: a line, the end of the stream, or a line that never ends. */
export type NextLine =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'endless' };

/** Cuts a byte stream into lines and keeps them until somebody asks; one reader at a time. */
export class LineQueue {
  readonly #decoder = new StringDecoder('utf8');
  readonly #waiting: NextLine[] = [];
  #rest = '';
  #ended = false;
  #wake: (() => void) | undefined;

  push(chunk: Buffer): void {
    const pieces = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = pieces.pop() ?? '';
    for (const text of pieces) this.#waiting.push({ kind: 'line', text });
    if (this.#rest.length > maxLineCharacters) {
      this.#rest = '';
      this.#waiting.push({ kind: 'endless' });
    }
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The next line, waiting for it. */
  async next(): Promise<NextLine> {
    while (this.#waiting.length === 0) {
      if (this.#ended) return { kind: 'end' };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#waiting.shift() ?? { kind: 'end' };
  }
}
