import type { EditedText } from './edited-text.ts';
import { canOverlap, lineFeedMatches, lineStartMatches } from './line-start-matches.ts';
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
  const places = isLocal(edited, search) ? everyPlace(file, edited, search) : undefined;
  if (places === undefined || doOverlap(places, search)) {
    return lineStartMatches(edited.units(), search);
  }
  return places;
}

/** Whether less is to be read around the edits than in the whole text. */
function isLocal({ isEdited, pieces, length }: EditedText, search: string): boolean {
  if (!isEdited) return true;
  if (pieces === undefined) return false;
  let units = 2 * search.length * (pieces.length + 1);
  for (const piece of pieces) if (piece.text !== undefined) units += piece.end - piece.start;
  return units < length;
}

/** Undefined when the whole text has to be read to tell. */
function everyPlace(
  file: SearchableFile,
  edited: EditedText,
  search: string,
): readonly number[] | undefined {
  const old = file.matches(search);
  return old === undefined || !edited.isEdited ? old : presentPlaces(edited, search, old);
}

/** Whether two share units, the line feed before a place included. */
function doOverlap(places: readonly number[], { length }: string): boolean {
  return places.some((place, index) => index > 0 && place <= places[index - 1]! + length);
}

/** @param old every place in the old text */
function presentPlaces(
  edited: EditedText,
  search: string,
  old: readonly number[],
): number[] | undefined {
  const places = edited.units(0, search.length) === search ? [0] : [];
  const added: number[] = [];
  let [at, seamStart, next] = [0, 0, 0];
  for (const { text, start, end } of edited.pieces ?? []) {
    if (text === undefined) {
      const isAfterSeam = start > 0 || at > seamStart;
      if (isAfterSeam) added.push(...placesAround(edited, search, seamStart, at));
      for (; next < old.length && old[next]! + search.length <= end; next += 1) {
        if (old[next]! > start) places.push(at + old[next]! - start);
      }
      seamStart = at + end - start;
    }
    at += end - start;
  }
  added.push(...placesAround(edited, search, seamStart, at));
  // Where places can overlap, the ones found from the left may hide others.
  if (added.length > 0 && canOverlap(search)) return undefined;
  // Between two edits close together a place is found from both sides.
  return [...new Set([...places, ...added])].toSorted((a, b) => a - b);
}

/**
 * The places, but for the text's start, that are not wholly before `seamStart` or after `seamEnd`, the line
 * feed before a place included. What is between the two is not old; where nothing is, something was left out.
 */
function placesAround(
  edited: EditedText,
  search: string,
  seamStart: number,
  seamEnd: number,
): number[] {
  const first = Math.max(1, seamStart - search.length + 1);
  const around = edited.units(first - 1, seamEnd + search.length);
  return lineFeedMatches(around, search).map((start) => first - 1 + start);
}
