import type { TextSplice } from '@evoline/sequence-matcher/text-splice';

/** A part of the present text: units `[start, end)` of the old one, or of `text` where it is set. */
export interface Piece {
  readonly text: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A text under edits, as a list of pieces: what an edit leaves alone is neither copied nor read again. */
export class EditedText {
  readonly old: string;
  #pieces: readonly Piece[];
  #length: number;
  #isEdited = false;

  constructor(old: string) {
    this.old = old;
    this.#length = old.length;
    this.#pieces = old === '' ? [] : [{ text: undefined, start: 0, end: old.length }];
  }

  get length(): number {
    return this.#length;
  }

  /** Whether any edit was made. */
  get isEdited(): boolean {
    return this.#isEdited;
  }

  /** In order; none is empty, and the old ones ascend. */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** Units `[start, end)` of the present text. */
  units(start = 0, end = this.#length): string {
    let units = '';
    let at = 0;
    for (const piece of this.#pieces) {
      if (at >= end) break;
      const length = piece.end - piece.start;
      if (at + length > start) {
        const from = piece.start + Math.max(0, start - at);
        units += (piece.text ?? this.old).slice(from, piece.start + Math.min(length, end - at));
      }
      at += length;
    }
    return units;
  }

  /** Puts `replacement` in place of `length` units at each of `starts`, ascending and disjoint. */
  replace(starts: readonly number[], length: number, replacement: string): void {
    const pieces: Piece[] = [];
    const source = new PieceReader(this.#pieces);
    let from = 0;
    for (const start of starts) {
      source.move(start - from, pieces);
      source.move(length, undefined);
      if (replacement !== '') pieces.push({ text: replacement, start: 0, end: replacement.length });
      from = start + length;
    }
    source.move(this.#length - from, pieces);
    this.#pieces = pieces;
    this.#isEdited = true;
    this.#length += starts.length * (replacement.length - length);
  }

  /** What became of the old text: ascending, disjoint, no two at one place. */
  splices(): TextSplice[] {
    const splices: TextSplice[] = [];
    let oldEnd = 0;
    let inserted: string[] = [];
    const end: Piece = { text: undefined, start: this.old.length, end: this.old.length };
    for (const piece of [...this.#pieces, end]) {
      if (piece.text !== undefined) {
        inserted.push(piece.text.slice(piece.start, piece.end));
        continue;
      }
      if (piece.start > oldEnd || inserted.length > 0) {
        splices.push({ start: oldEnd, end: piece.start, text: inserted.join('') });
        inserted = [];
      }
      oldEnd = piece.end;
    }
    return splices;
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
  move(length: number, target: Piece[] | undefined): void {
    let left = length;
    while (left > 0) {
      const piece = this.#pieces[this.#next]!;
      const start = piece.start + this.#taken;
      const units = Math.min(left, piece.end - start);
      target?.push({ text: piece.text, start, end: start + units });
      left -= units;
      this.#taken += units;
      if (start + units < piece.end) return;
      this.#next += 1;
      this.#taken = 0;
    }
  }
}
