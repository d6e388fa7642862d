import { compareTexts, ratioOf } from './compare-texts.ts';

/**
 * `SequenceMatcher(None, a, b, autojunk=False).ratio()` of CPython, the same 64 bits: twice the
 * matched characters over the characters of both texts, from 0 to 1; 1 when both are empty.
 * Characters are code points. Not symmetric: the order of the arguments matters.
 */
export function ratio(a: string, b: string): number {
  return ratioOf(compareTexts(a, b));
}
