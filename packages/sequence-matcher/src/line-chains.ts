const NONE = -1;

/** Where each numbered line stands, as one chain of rows for each number. */
export class LineChains {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(lines: Int32Array, lineCount: number) {
    this.#first = new Int32Array(lineCount).fill(NONE);
    this.#next = new Int32Array(lines.length);
    for (let row = lines.length - 1; row >= 0; row -= 1) {
      const line = lines[row]!;
      this.#next[row] = this.#first[line]!;
      this.#first[line] = row;
    }
  }

  /** Rows of a line, ascending; undefined when there are more than `most`. */
  linesOf(line: number, most: number): number[] | undefined {
    const rows: number[] = [];
    for (let row = this.#first[line]!; row !== NONE; row = this.#next[row]!) {
      if (rows.length >= most) return undefined;
      rows.push(row);
    }
    return rows;
  }
}
