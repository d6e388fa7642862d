/** Numbers lines in the order of their first appearance: equal lines have equal numbers. */
export class LineNumbers {
  /** Lines by number. */
  readonly texts: string[];
  readonly #numbers = new Map<string, number>();
  /** Numbers that were given before; they are kept. */
  readonly #known: LineNumbers | undefined;

  constructor(known?: LineNumbers) {
    this.#known = known;
    this.texts = known?.texts.slice() ?? [];
  }

  /** Writes the numbers of `lines` into `target` from `start` on; lines without one get one. */
  write(lines: readonly string[], target: Int32Array, start = 0): void {
    for (let at = 0; at < lines.length; at += 1) target[start + at] = this.#numberOf(lines[at]!);
  }

  #numberOf(line: string): number {
    const known = this.#known?.find(line) ?? this.#numbers.get(line);
    if (known !== undefined) return known;
    this.#numbers.set(line, this.texts.length);
    this.texts.push(line);
    return this.texts.length - 1;
  }

  find(line: string): number | undefined {
    return this.#numbers.get(line);
  }
}
