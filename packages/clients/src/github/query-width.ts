/** Clean answers in a row after which a query may be wider. */
const answersToGrow = 4;

/**
 * How many numbers are put into one query: `most` at first, half as many after an overload, and a quarter
 * more again after some clean answers of that width.
 */
export class QueryWidth {
  readonly most: number;
  #now: number;
  #clean = 0;

  constructor(most: number) {
    this.most = Math.max(1, most);
    this.#now = this.most;
  }

  get now(): number {
    return this.#now;
  }

  /** So many were asked for, and not all of them were answered. */
  overloaded(asked: number): void {
    this.#now = Math.max(1, Math.min(this.#now, asked >> 1));
    this.#clean = 0;
  }

  /** So many were asked for, and all were answered. A query that was narrower anyway tells nothing. */
  fitted(asked: number): void {
    if (asked < this.#now) return;
    this.#clean += 1;
    if (this.#clean < answersToGrow) return;
    this.#clean = 0;
    this.#now = Math.min(this.most, this.#now + Math.max(1, this.#now >> 2));
  }
}
