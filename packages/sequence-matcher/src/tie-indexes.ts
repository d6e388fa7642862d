import { GramIndex } from './gram-index.ts';

/** Each takes 20 bytes per symbol. */
const KEPT_INDEXES = 4;

/**
 * Indexes of the second sequence for block lengths that keep coming back: where many blocks are equally
 * long, the recursion peels them off one edge, and each window would be searched from end to end again. An
 * index is built once the windows that ended in a tie at its length were together as wide as the sequence,
 * so that it never costs more than was already spent.
 */
export class TieIndexes {
  readonly #symbols: Int32Array;
  readonly #spentByLength = new Map<number, number>();
  readonly #indexes = new Map<number, GramIndex>();

  constructor(symbols: Int32Array) {
    this.#symbols = symbols;
  }

  of(length: number): GramIndex | undefined {
    return this.#indexes.get(length);
  }

  /** A window of this width had a block as long as its bound. */
  noteTie(length: number, width: number): void {
    const spent = (this.#spentByLength.get(length) ?? 0) + width;
    this.#spentByLength.set(length, spent);
    if (spent < this.#symbols.length || this.#indexes.has(length)) return;
    this.#spentByLength.delete(length);
    const [oldest] = this.#indexes.keys();
    if (oldest !== undefined && this.#indexes.size === KEPT_INDEXES) this.#indexes.delete(oldest);
    this.#indexes.set(length, new GramIndex(this.#symbols, length));
  }
}
