import type { NumberedLines } from './line-index.ts';
import { mostOccurrences } from './line-index.ts';

/** Old lines `[aStart, aEnd)` became new lines `[bStart, bEnd)`; outside of changes both sides are the same. */
export interface LineChange {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** What is known of the lines of both sides of a diff. */
export class CountedLines {
  /** No more repeated lines stand in a row on the old side. */
  readonly longestRepeat: number;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #most: number;

  /** @param counts how often each line occurs on either side, and how often at most if it is not popular */
  constructor(
    counts: { readonly before: Int32Array; readonly after: Int32Array; readonly most: number },
    longestRepeat: number,
  ) {
    this.#before = counts.before;
    this.#after = counts.after;
    this.#most = counts.most;
    this.longestRepeat = longestRepeat;
  }

  /** Whether the line starts no block of difflib's on the new side. */
  isPopular(line: number): boolean {
    return this.#after[line]! > this.#most;
  }

  /** Whether the line occurs more than once on the old side and is not popular. */
  isRepeated(line: number): boolean {
    return this.#before[line]! > 1 && this.#after[line]! <= this.#most;
  }

  /** Whether the line occurs on the old side and is not popular. */
  isShared(line: number): boolean {
    return (
      line < this.#before.length && this.#before[line]! > 0 && this.#after[line]! <= this.#most
    );
  }
}

/** How often each line of an old text occurs. */
export class LineCounts {
  readonly #rows: Int32Array;
  readonly #counts: Int32Array;
  readonly #repeats = new Map<number, number>();

  constructor(rows: Int32Array, lineCount: number) {
    this.#rows = rows;
    this.#counts = new Int32Array(lineCount);
    for (let row = 0; row < rows.length; row += 1) this.#counts[rows[row]!]! += 1;
  }

  /** After changes. Undefined when a line is popular no longer: then more rows may be repeated. */
  after(
    { a, b, lineCount }: NumberedLines,
    changes: readonly LineChange[],
  ): CountedLines | undefined {
    const before = this.#counts;
    const most = mostOccurrences(b.length);
    const counts = new Int32Array(lineCount);
    counts.set(before);
    for (const { aStart, aEnd, bStart, bEnd } of changes) {
      for (let row = aStart; row < aEnd; row += 1) counts[a[row]!]! -= 1;
      for (let row = bStart; row < bEnd; row += 1) counts[b[row]!]! += 1;
    }
    for (const { aStart, aEnd } of changes) {
      for (let row = aStart; row < aEnd; row += 1) {
        if (before[a[row]!]! > most && counts[a[row]!]! <= most) return undefined;
      }
    }
    return new CountedLines({ before, after: counts, most }, this.#longestRepeat(most));
  }

  #longestRepeat(most: number): number {
    const known = this.#repeats.get(most);
    if (known !== undefined) return known;
    let longest = 0;
    let length = 0;
    for (let row = 0; row < this.#rows.length; row += 1) {
      const count = this.#counts[this.#rows[row]!]!;
      length = count > 1 && count <= most ? length + 1 : 0;
      if (length > longest) longest = length;
    }
    this.#repeats.set(most, longest);
    return longest;
  }
}
