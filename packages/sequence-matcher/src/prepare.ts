import { blocksOf, compareTexts, ratioOf } from './compare-texts.ts';
import { IndexedText } from './indexed-text.ts';
import type { PreparedText } from './match-engine.ts';

/**
 * Prepares the second text of a comparison, to be compared with many first ones: it is packed here, and its gram
 * indexes are kept once a comparison has asked for them.
 */
export function prepare(b: string): PreparedText {
  const indexed = new IndexedText();
  indexed.set(b);
  return {
    text: b,
    ratio: (a) => ratioOf(compareTexts(a, indexed)),
    matchingBlocks: (a) => blocksOf(compareTexts(a, indexed)),
  };
}
