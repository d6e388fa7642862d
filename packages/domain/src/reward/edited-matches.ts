import type { EditedText, Piece } from './edited-text.ts';
import { canOverlap, endsInHalf, lineFeedMatches, lineStartMatches } from './line-start-matches.ts';
import type { SearchableFile } from './searchable-file.ts';

/**
 * Where `search` occurs at a line start of an edited file, without overlap, from the left. In what is left
 * of the old text the places are those of the old text; only around edits anything is read again.
 */
export function editedMatches(
  file: SearchableFile,
  edited: EditedText,
  search: string,
): readonly number[] {
  if (endsInHalf(search)) return lineStartMatches(edited.units(), search);
  const places = everyPlace(file, edited, search);
  if (places === undefined || doOverlap(places, search)) {
    return lineStartMatches(edited.units(), search);
  }
  return places;
}

/** Ascending, overlapping ones too. Undefined when the whole text has to be read to tell. */
function everyPlace(
  file: SearchableFile,
  edited: EditedText,
  search: string,
): readonly number[] | undefined {
  const { isEdited, pieces } = edited;
  if (!isEdited) return file.matches(search);
  if (pieces === undefined || !isLocal(pieces, edited.length, search)) return undefined;
  const old = file.matches(search);
  if (old === undefined) return undefined;
  const kept = keptPlaces(pieces, search, old);
  const added = addedPlaces(edited, pieces, search);
  if (added.length === 0) return kept;
  // Where places can overlap, the ones found from the left may hide others.
  if (canOverlap(search)) return undefined;
  // Between two edits close together a place is found from both sides.
  return [...new Set([...kept, ...added])].toSorted((a, b) => a - b);
}

/** Whether less is to be read around the edits than in the whole text. */
function isLocal(pieces: readonly Piece[], length: number, search: string): boolean {
  let units = 2 * search.length * (pieces.length + 1);
  for (const piece of pieces) if (piece.text !== undefined) units += piece.end - piece.start;
  return units < length;
}

/** Whether two share units, the line feed before a place included. */
function doOverlap(places: readonly number[], { length }: string): boolean {
  return places.some((place, index) => index > 0 && place <= places[index - 1]! + length);
}

/** The places of the old text that lie in one old piece, with the line feed before them. */
function keptPlaces(
  pieces: readonly Piece[],
  { length }: string,
  old: readonly number[],
): readonly number[] {
  const places: number[] = [];
  let [at, next] = [0, 0];
  for (const { text, start, end } of pieces) {
    if (text === undefined) {
      for (; next < old.length && old[next]! + length <= end; next += 1) {
        const isWhole = old[next]! > start || (start === 0 && at === 0);
        if (isWhole && old[next]! >= start) places.push(at + old[next]! - start);
      }
    }
    at += end - start;
  }
  return places;
}

/** The places that touch an edit: something was put in, or only left out, between two old pieces. */
function addedPlaces(edited: EditedText, pieces: readonly Piece[], search: string): number[] {
  const places: number[] = [];
  let [at, seamStart] = [0, 0];
  for (const { text, start, end } of pieces) {
    if (text === undefined) {
      if (start > 0 || at > seamStart) addAround(places, edited, search, seamStart, at);
      seamStart = at + end - start;
    }
    at += end - start;
  }
  if (at > seamStart || at === 0) addAround(places, edited, search, seamStart, at);
  return places;
}

/**
 * Adds the places that are not wholly before `seamStart` or after `seamEnd`, the line feed before a place
 * included. What is between the two is not old; where nothing is, something was left out.
 */
function addAround(
  places: number[],
  edited: EditedText,
  search: string,
  seamStart: number,
  seamEnd: number,
): void {
  const before = Math.max(0, seamStart - search.length);
  const around = edited.units(before, seamEnd + search.length);
  if (before === 0 && around.startsWith(search)) places.push(0);
  for (const start of lineFeedMatches(around, search)) places.push(before + start);
}
