/** Hexadecimal digits that a number holds exactly. */
const digitsKept = 13;

/**
 * Many digests in eight bytes each. Only their first 52 bits count: one that is in the set is always found,
 * and among ten million one that is not is taken for one with a chance of two in a thousand million.
 */
export class DigestSet {
  #values = new Float64Array(1024);
  #size = 0;
  #isSorted = true;

  add(sha256: string): void {
    if (this.#size === this.#values.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#size] = valueOf(sha256);
    this.#size += 1;
    this.#isSorted = false;
  }

  has(sha256: string): boolean {
    this.#sort();
    const wanted = valueOf(sha256);
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#values[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low < this.#size && this.#values[low] === wanted;
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#values.subarray(0, this.#size).sort();
    this.#isSorted = true;
  }
}

function valueOf(sha256: string): number {
  return Number.parseInt(sha256.slice(0, digitsKept), 16);
}
