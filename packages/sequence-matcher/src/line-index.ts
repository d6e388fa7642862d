/** Lines of both sides, numbered from 0 so that equal numbers are equal lines. */
export type NumberedLines = {
  /** Old lines. */
  readonly a: Int32Array;
  /** New lines. */
  readonly b: Int32Array;
  /** One more than the largest number. */
  readonly lineCount: number;
};

/** From this many lines on, difflib leaves lines that occur too often out of its index. */
const POPULARITY_MINIMUM_LINES = 200;

/** How often a line may occur among so many new lines and not be popular. */
export function mostOccurrences(lines: number): number {
  return lines >= POPULARITY_MINIMUM_LINES ? Math.floor(lines / 100) + 1 : lines;
}

/**
 * Where each line of the new side stands, without popular ones (difflib's `autojunk=True`): of 200 or
 * more lines, those that occur more than `floor(lines / 100) + 1` times start no block and only extend
 * one.
 */
export class LineIndex {
  /** Line k stands at `positions[starts[k], starts[k + 1])`, ascending. */
  readonly starts: Int32Array;
  readonly positions: Int32Array;

  constructor({ b, lineCount }: NumberedLines) {
    const counts = new Int32Array(lineCount);
    for (let at = 0; at < b.length; at += 1) counts[b[at]!]! += 1;
    const most = mostOccurrences(b.length);
    this.starts = new Int32Array(lineCount + 1);
    let start = 0;
    for (let line = 0; line < lineCount; line += 1) {
      const count = counts[line]!;
      const isPopular = count > most;
      // From here on a count is where the line's next position goes; none for popular ones.
      counts[line] = isPopular ? -1 : start;
      if (!isPopular) start += count;
      this.starts[line + 1] = start;
    }
    this.positions = new Int32Array(start);
    for (let at = 0; at < b.length; at += 1) {
      const slot = counts[b[at]!]!;
      if (slot < 0) continue;
      this.positions[slot] = at;
      counts[b[at]!] = slot + 1;
    }
  }

  /** Whether the line occurs on the new side and is not popular there. */
  holds(line: number): boolean {
    return this.starts[line + 1]! > this.starts[line]!;
  }
}
