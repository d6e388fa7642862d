/** In place of `crowdedBelow`: the window's longest blocks are as long as its bound, and many. */
export const SWEEP = -1;

/** Windows still to be searched: six numbers each. */
export class WindowStack {
  #sixes = new Int32Array(6 * 256);
  #top = 0;
  /** The window popped last: half-open ranges of positions in both packed texts. */
  aLow = 0;
  aHigh = 0;
  bLow = 0;
  bHigh = 0;
  /** No common block of the window is longer. */
  bound = 0;
  /** Shorter segments than this were too many around the window; 0 if they were not. */
  crowdedBelow = 0;

  /** Windows that can hold no block are left out. */
  push(
    aLow: number,
    aHigh: number,
    bLow: number,
    bHigh: number,
    bound: number,
    crowdedBelow: number,
  ): void {
    if (aLow >= aHigh || bLow >= bHigh || bound === 0) return;
    const top = this.#top;
    if (top === this.#sixes.length) this.#grow();
    const sixes = this.#sixes;
    sixes[top] = aLow;
    sixes[top + 1] = aHigh;
    sixes[top + 2] = bLow;
    sixes[top + 3] = bHigh;
    sixes[top + 4] = bound;
    sixes[top + 5] = crowdedBelow;
    this.#top = top + 6;
  }

  /** Puts the last window into the fields. */
  pop(): boolean {
    if (this.#top === 0) return false;
    const top = this.#top - 6;
    const sixes = this.#sixes;
    this.aLow = sixes[top]!;
    this.aHigh = sixes[top + 1]!;
    this.bLow = sixes[top + 2]!;
    this.bHigh = sixes[top + 3]!;
    this.bound = Math.min(sixes[top + 4]!, this.aHigh - this.aLow, this.bHigh - this.bLow);
    this.crowdedBelow = sixes[top + 5]!;
    this.#top = top;
    return true;
  }

  #grow(): void {
    const sixes = new Int32Array(2 * this.#sixes.length);
    sixes.set(this.#sixes);
    this.#sixes = sixes;
  }
}
