/** Youngest first; among equal dates, first in first out: the order of git's priority queue. */
export class DateQueue {
  readonly #dateOf: (position: number) => number;
  /** A binary heap of (date, order of arrival, position). */
  readonly #heap: [date: number, arrival: number, position: number][] = [];
  #arrivals = 0;

  constructor(dateOf: (position: number) => number) {
    this.#dateOf = dateOf;
  }

  some(test: (position: number) => boolean): boolean {
    return this.#heap.some(([, , position]) => test(position));
  }

  put(position: number): void {
    const entry: [number, number, number] = [this.#dateOf(position), this.#arrivals++, position];
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  /** @throws RangeError when empty */
  take(): number {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (top === undefined || last === undefined) throw new RangeError('the queue is empty');
    if (this.#heap.length > 0) this.#sink(last);
    return top[2];
  }

  #sink(entry: [number, number, number]): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, entry)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = entry;
  }
}

function isBefore(
  one: readonly [number, number, number],
  other: readonly [number, number, number],
): boolean {
  return one[0] > other[0] || (one[0] === other[0] && one[1] < other[1]);
}
