import { changedPart } from './changed-part.ts';
import { LineChains } from './line-chains.ts';
import { LineCounts } from './line-counts.ts';
import type { LineChange } from './line-counts.ts';
import type { NumberedLines } from './line-index.ts';
import { LineNumbers } from './line-numbers.ts';
import { splitLines } from './split-lines.ts';
import { wholeLineSplices } from './text-splice.ts';
import type { TextSplice } from './text-splice.ts';

/** Both sides of a diff as numbers, and the lines that the numbers stand for. */
export type LinePair = NumberedLines & {
  readonly texts: readonly string[];
  /** Ascending; outside of them nothing differs. */
  readonly changes: readonly LineChange[];
};

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
  #chains: LineChains | undefined;
  #counts: LineCounts | undefined;

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
    return this.#paired([{ start, end: oldEnd, text: newText.slice(start, newEnd) }]);
  }

  /** The same for a new text that is made of the old one by splices, without putting it together. */
  pairedAfter(splices: readonly TextSplice[]): LinePair | undefined {
    return splices.length === 0 ? undefined : this.#paired(wholeLineSplices(this.text, splices));
  }

  /** Offsets of the lines that equal this one, ascending; undefined when there are more than `most`. */
  startsOf(line: string, most = Number.POSITIVE_INFINITY): number[] | undefined {
    const number = this.#numbers.find(line);
    if (number === undefined) return [];
    this.#chains ??= new LineChains(this.#lines, this.#numbers.texts.length);
    return this.#chains.linesOf(number, most)?.map((at) => this.#starts[at]!);
  }

  /** How often each line occurs. */
  get counts(): LineCounts {
    this.#counts ??= new LineCounts(this.#lines, this.#numbers.texts.length);
    return this.#counts;
  }

  /** Regions begin and end where lines do. */
  #paired(regions: readonly TextSplice[]): LinePair {
    const a = this.#lines;
    const texts = regions.map(({ text }) => splitLines(text));
    const changes: LineChange[] = [];
    let shift = 0;
    for (const [at, { start, end }] of regions.entries()) {
      const [aStart, aEnd] = [this.#countBefore(start), this.#countBefore(end)];
      const bStart = aStart + shift;
      const bEnd = bStart + texts[at]!.length;
      changes.push({ aStart, aEnd, bStart, bEnd });
      shift = bEnd - aEnd;
    }
    const b = new Int32Array(a.length + shift);
    const numbers = new LineNumbers(this.#numbers);
    let [aEnd, bEnd] = [0, 0];
    for (const [at, change] of changes.entries()) {
      b.set(a.subarray(aEnd, change.aStart), bEnd);
      numbers.write(texts[at]!, b, change.bStart);
      ({ aEnd, bEnd } = change);
    }
    b.set(a.subarray(aEnd), bEnd);
    return { a, b, lineCount: numbers.texts.length, texts: numbers.texts, changes };
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
