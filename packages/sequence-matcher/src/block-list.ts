/** Blocks found so far, in no order: three numbers each (start in `a`, start in `b`, length). */
export class BlockList {
  triples = new Int32Array(3 * 256);
  count = 0;
  /** Symbols in blocks. */
  matched = 0;

  clear(): void {
    this.count = 0;
    this.matched = 0;
  }

  add(aStart: number, bStart: number, length: number): void {
    const at = 3 * this.count;
    if (at === this.triples.length) this.#grow();
    this.triples[at] = aStart;
    this.triples[at + 1] = bStart;
    this.triples[at + 2] = length;
    this.count += 1;
    this.matched += length;
  }

  #grow(): void {
    const triples = new Int32Array(2 * this.triples.length);
    triples.set(this.triples);
    this.triples = triples;
  }
}
