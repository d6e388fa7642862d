/** Equal stretches of two texts, three numbers each: where it starts and ends in `a`, and how much further on it is in `b`. */
export class SegmentList {
  triples = new Int32Array(3 * 64);
  count = 0;

  add(start: number, end: number, diagonal: number): void {
    const at = 3 * this.count;
    if (at === this.triples.length) this.#grow();
    this.triples[at] = start;
    this.triples[at + 1] = end;
    this.triples[at + 2] = diagonal;
    this.count += 1;
  }

  longest(): number {
    let length = 0;
    for (let at = 0; at < 3 * this.count; at += 3) {
      length = Math.max(length, this.triples[at + 1]! - this.triples[at]!);
    }
    return length;
  }

  #grow(): void {
    const triples = new Int32Array(2 * this.triples.length);
    triples.set(this.triples);
    this.triples = triples;
  }
}
