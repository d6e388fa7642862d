import type { LineIndex, NumberedLines } from './line-index.ts';
import type { LineWindow } from './line-window.ts';

/** The rank of a run that holds a line which can start no block, or that goes over an end. */
const NONE = -1;

/**
 * Compares runs of any length in constant time: runs of 2^k lines are numbered so that equal numbers are
 * equal runs (Karp, Miller and Rosenberg, 1972), and any run is two of those that overlap. The longest block
 * of a window is found by halving, in time linear in the window's widths times a logarithm, whatever the lines
 * are. Memory: 4 bytes per line and level, as many levels as the longest block asks for.
 */
export class LineGrams {
  /** Of the new side's lines, where they begin behind the old side's and one line that is none. */
  readonly #bOffset: number;
  /** By k: the number of the run of 2^k lines that begins at each line. */
  readonly #ranks: Int32Array[];
  /** Slots of a hash table: a position whose run stands for all equal ones, or `NONE`. */
  #slots = new Int32Array(0);
  #shift = 0;
  /** By slot: the first position on the new side that is still of interest. */
  #heads = new Int32Array(0);
  /** By position on the new side: the next one with an equal run. */
  readonly #next: Int32Array;

  constructor({ a, b }: NumberedLines, index: LineIndex) {
    this.#bOffset = a.length + 1;
    const lines = new Int32Array(this.#bOffset + b.length).fill(NONE);
    for (let at = 0; at < a.length; at += 1) if (index.holds(a[at]!)) lines[at] = a[at]!;
    for (let at = 0; at < b.length; at += 1) {
      if (index.holds(b[at]!)) lines[this.#bOffset + at] = b[at]!;
    }
    this.#ranks = [lines];
    this.#next = new Int32Array(b.length);
  }

  /**
   * How long the longest block of indexed lines in the window is. Looks from the bound downwards: in a row of
   * windows whose blocks shrink by little each time, that is where the next one is found.
   */
  longestLength(window: LineWindow): number {
    const { aLow, aHigh, bLow, bHigh, bound } = window;
    const most = Math.min(aHigh - aLow, bHigh - bLow, bound);
    let found = 0;
    let missing = most + 1;
    for (let step = 1; found + 1 < missing; step *= 2) {
      const length = found === 0 ? Math.max(1, missing - step) : (found + missing) >>> 1;
      if (this.ties(length, window).first(aLow, bLow) === undefined) missing = length;
      else found = length;
    }
    return found;
  }

  /** The blocks of one length in a window. What was returned for another length or window is void. */
  ties(length: number, { aHigh, bLow, bHigh }: LineWindow): Ties {
    const level = 31 - Math.clz32(length);
    const ranks = this.#ranksOf(level);
    const overlap = length - 2 ** level;
    this.#clear(bHigh - bLow);
    for (let position = bHigh - length; position >= bLow; position -= 1) {
      const slot = this.#slotOf(ranks, this.#bOffset + position, overlap);
      if (slot === NONE) continue;
      const isNew = this.#slots[slot] === NONE;
      if (isNew) this.#slots[slot] = this.#bOffset + position;
      this.#next[position] = isNew ? NONE : this.#heads[slot]!;
      this.#heads[slot] = position;
    }
    return { first: (aFrom, bFrom) => this.#first(ranks, length, { aFrom, aHigh, bFrom }) };
  }

  #first(
    ranks: Int32Array,
    length: number,
    { aFrom, aHigh, bFrom }: { aFrom: number; aHigh: number; bFrom: number },
  ): { aStart: number; bStart: number } | undefined {
    const overlap = length - 2 ** (31 - Math.clz32(length));
    for (let row = aFrom; row + length <= aHigh; row += 1) {
      const slot = this.#slotOf(ranks, row, overlap);
      if (slot === NONE || this.#slots[slot] === NONE) continue;
      let head = this.#heads[slot]!;
      while (head !== NONE && head < bFrom) head = this.#next[head]!;
      this.#heads[slot] = head;
      if (head !== NONE) return { aStart: row, bStart: head };
    }
    return undefined;
  }

  /** Numbers of the runs of 2^level lines. */
  #ranksOf(level: number): Int32Array {
    const known = this.#ranks[level];
    if (known !== undefined) return known;
    const halves = this.#ranksOf(level - 1);
    const half = 2 ** (level - 1);
    const ranks = new Int32Array(halves.length).fill(NONE);
    this.#clear(halves.length);
    let count = 0;
    for (let at = 0; at + half < halves.length; at += 1) {
      const slot = this.#slotOf(halves, at, half);
      if (slot === NONE) continue;
      if (this.#slots[slot] === NONE) {
        this.#slots[slot] = at;
        ranks[at] = count;
        count += 1;
      } else ranks[at] = ranks[this.#slots[slot]!]!;
    }
    this.#ranks[level] = ranks;
    return ranks;
  }

  /** Room for so many different runs, all slots empty. */
  #clear(runs: number): void {
    const bits = 33 - Math.clz32(runs);
    this.#shift = 32 - bits;
    if (this.#slots.length < 2 ** bits) {
      this.#slots = new Int32Array(2 ** bits);
      this.#heads = new Int32Array(2 ** bits);
    }
    this.#slots.fill(NONE, 0, 2 ** bits);
  }

  /**
   * The slot of the run made of the numbered one at `at` and the one `distance` behind it: of an equal run, or
   * an empty one; `NONE` when it is no run.
   */
  #slotOf(ranks: Int32Array, at: number, distance: number): number {
    const [first, second] = [ranks[at]!, ranks[at + distance]!];
    if (first < 0 || second < 0) return NONE;
    const slots = this.#slots;
    const mask = 2 ** (32 - this.#shift) - 1;
    let slot = mixed(first, second) >>> this.#shift;
    for (;;) {
      const known = slots[slot]!;
      if (known === NONE) return slot;
      if (ranks[known] === first && ranks[known + distance] === second) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** Runs of one length that both sides of a window have. */
export interface Ties {
  /**
   * The first run from `aFrom` on that stands on the new side from `bFrom` on, and where it first does.
   * `bFrom` must not fall from one call to the next.
   */
  first(aFrom: number, bFrom: number): { aStart: number; bStart: number } | undefined;
}

function mixed(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) + Math.imul(second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return hash ^ (hash >>> 16);
}
