import { changedPart } from './changed-part.ts';
import type { NumberedLines } from './line-index.ts';
import { LineNumbers } from './line-numbers.ts';
import { splitLines } from './split-lines.ts';

/** Both sides of a diff as numbers, and the lines that the numbers stand for. */
export type LinePair = NumberedLines & { readonly texts: readonly string[] };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** An old text, its lines split and numbered once; of a new one only what differs from it will be. */
export class OldLines {
  readonly text: string;
  readonly #numbers = new LineNumbers();
  /** Numbers by line. */
  readonly #lines: Int32Array;
  /** Where each line starts in the text. */
  readonly #starts: Int32Array;

  constructor(text: string) {
    this.text = text;
    const lines = splitLines(text);
    this.#lines = new Int32Array(lines.length);
    this.#starts = new Int32Array(lines.length);
    this.#numbers.write(lines, this.#lines);
    let start = 0;
    for (let at = 0; at < lines.length; at += 1) {
      this.#starts[at] = start;
      start += lines[at]!.length + 1;
      const isPair =
        text.charCodeAt(start - 1) === CARRIAGE_RETURN && text.charCodeAt(start) === LINE_FEED;
      if (isPair) start += 1;
    }
  }

  /** Numbers the lines of a new text; nothing when it is the same. */
  pairedWith(newText: string): LinePair | undefined {
    if (newText === this.text) return undefined;
    const { start, oldEnd, newEnd } = changedPart(this.text, newText);
    const [a, before, after] = [this.#lines, this.#countBefore(start), this.#countBefore(oldEnd)];
    const changed = splitLines(newText.slice(start, newEnd));
    const b = new Int32Array(before + changed.length + a.length - after);
    b.set(a.subarray(0, before));
    b.set(a.subarray(after), before + changed.length);
    const numbers = new LineNumbers(this.#numbers);
    numbers.write(changed, b, before);
    return { a, b, lineCount: numbers.texts.length, texts: numbers.texts };
  }

  /** How many lines start before an offset. */
  #countBefore(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
