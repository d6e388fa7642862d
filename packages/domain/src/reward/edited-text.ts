import { lineStartMatches } from './line-start-matches.ts';

/** Units `[start, end)` of the old text; with `text` they were replaced by it. */
export interface TextSplice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of the present text: units `[start, end)` of the old one, or of `text` where it is set. */
interface Piece {
  readonly text: string | undefined;
  readonly start: number;
  readonly end: number;
}

/**
 * A text under edits, as a list of pieces: what an edit leaves alone is not copied. Every edit works on
 * the result of the ones before.
 */
export class EditedText {
  readonly old: string;
  #pieces: readonly Piece[];
  #length: number;
  /** The present text where it has been put together since the last edit. */
  #whole: string | undefined;

  constructor(old: string) {
    this.old = old;
    this.#length = old.length;
    this.#whole = old;
    this.#pieces = old === '' ? [] : [{ text: undefined, start: 0, end: old.length }];
  }

  get length(): number {
    return this.#length;
  }

  /** The present text. */
  text(): string {
    this.#whole ??= this.#pieces.map((piece) => this.#unitsOf(piece)).join('');
    return this.#whole;
  }

  /** Where `search` occurs at a line start of the present text. */
  matches(search: string): number[] {
    return lineStartMatches(this.text(), search);
  }

  /** Puts `replacement` in place of `length` units at each of `starts`, ascending and disjoint. */
  replace(starts: readonly number[], length: number, replacement: string): void {
    const pieces: Piece[] = [];
    const source = new PieceReader(this.#pieces);
    let from = 0;
    for (const start of starts) {
      source.copy(start - from, pieces);
      source.copy(length, undefined);
      if (replacement !== '') pieces.push({ text: replacement, start: 0, end: replacement.length });
      from = start + length;
    }
    source.copy(this.#length - from, pieces);
    this.#pieces = pieces;
    this.#length += starts.length * (replacement.length - length);
    this.#whole = undefined;
  }

  /** What became of the old text: ascending, disjoint, no two at one place. */
  splices(): TextSplice[] {
    const splices: TextSplice[] = [];
    let oldEnd = 0;
    let inserted = '';
    for (const piece of [...this.#pieces, { text: undefined, start: this.old.length, end: 0 }]) {
      if (piece.text !== undefined) {
        inserted += this.#unitsOf(piece);
        continue;
      }
      if (piece.start > oldEnd || inserted !== '') {
        splices.push({ start: oldEnd, end: piece.start, text: inserted });
      }
      oldEnd = piece.end;
      inserted = '';
    }
    return splices;
  }

  #unitsOf({ text = this.old, start, end }: Piece): string {
    return text.slice(start, end);
  }
}

/** Hands out pieces from the left by their lengths. */
class PieceReader {
  readonly #pieces: readonly Piece[];
  #next = 0;
  /** Units of the next piece that were handed out. */
  #taken = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** Moves the next `length` units into `target`, or drops them. */
  copy(length: number, target: Piece[] | undefined): void {
    let left = length;
    while (left > 0) {
      const piece = this.#pieces[this.#next]!;
      const start = piece.start + this.#taken;
      const units = Math.min(left, piece.end - start);
      if (units > 0) target?.push({ text: piece.text, start, end: start + units });
      left -= units;
      this.#taken += units;
      if (start + units < piece.end) return;
      this.#next += 1;
      this.#taken = 0;
    }
  }
}
