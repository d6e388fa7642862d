import type { TextSplice } from '@evoline/sequence-matcher/text-splice';

/** A part of the present text: units `[start, end)` of the old one, or of `text` where it is set. */
export interface Piece {
  readonly text: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** With more pieces a text is put together: then copying it costs less than the list does. */
const MOST_PIECES = 128;

/**
 * A text under edits. While they are few it is a list of pieces: what an edit leaves alone is neither
 * copied nor read again.
 */
export class EditedText {
  readonly old: string;
  /** undefined: the text is `#whole`. */
  #pieces: readonly Piece[] | undefined;
  #whole = '';
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

  /** In order; none is empty, and the old ones ascend. Undefined when there would be too many. */
  get pieces(): readonly Piece[] | undefined {
    return this.#pieces;
  }

  /** Units `[start, end)` of the present text. */
  units(start = 0, end = this.#length): string {
    if (this.#pieces === undefined) return this.#whole.slice(start, end);
    let units = '';
    let at = 0;
    for (const { text = this.old, start: pieceStart, end: pieceEnd } of this.#pieces) {
      if (at >= end) break;
      const length = pieceEnd - pieceStart;
      if (at + length > start) {
        const from = pieceStart + Math.max(0, start - at);
        units += text.slice(from, pieceStart + Math.min(length, end - at));
      }
      at += length;
    }
    return units;
  }

  /** Puts `replacement` in place of `length` units at each of `starts`, ascending and disjoint. */
  replace(starts: readonly number[], length: number, replacement: string): void {
    if (this.#pieces !== undefined && this.#pieces.length + 2 * starts.length <= MOST_PIECES) {
      this.#pieces = this.#replacedPieces(this.#pieces, starts, length, replacement);
    } else {
      this.#whole = replacedUnits(this.units(), starts, length, replacement);
      this.#pieces = undefined;
    }
    this.#isEdited = true;
    this.#length += starts.length * (replacement.length - length);
  }

  /** What became of the old text: ascending, disjoint, no two at one place. Undefined with the pieces. */
  splices(): TextSplice[] | undefined {
    if (this.#pieces === undefined) return undefined;
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

  #replacedPieces(
    present: readonly Piece[],
    starts: readonly number[],
    length: number,
    replacement: string,
  ): Piece[] {
    const pieces: Piece[] = [];
    const source = new PieceReader(present);
    let from = 0;
    for (const start of starts) {
      source.move(start - from, pieces);
      source.move(length, undefined);
      if (replacement !== '') pieces.push({ text: replacement, start: 0, end: replacement.length });
      from = start + length;
    }
    source.move(this.#length - from, pieces);
    return pieces;
  }
}

function replacedUnits(
  text: string,
  starts: readonly number[],
  length: number,
  replacement: string,
): string {
  const parts: string[] = [];
  let from = 0;
  for (const start of starts) {
    parts.push(text.slice(from, start), replacement);
    from = start + length;
  }
  return parts.join('') + text.slice(from);
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
