import type { BlockList } from './block-list.ts';
import { IndexedText } from './indexed-text.ts';
import type { MatchingBlock } from './match-engine.ts';
import { Matcher } from './matcher.ts';
import { orderedBlocks } from './ordered-blocks.ts';
import { PAD } from './packed-text.ts';

/** After texts longer than this together, memory is given back. */
const KEPT_UNITS = 2 ** 20;

let matcher = new Matcher();
let unprepared = new IndexedText();

/** The answers to one comparison, valid until the next one. */
export type Comparison = {
  readonly blocks: BlockList;
  readonly aLength: number;
  readonly bLength: number;
};

/** `b` is a text, or one that was indexed before. */
export function compareTexts(a: string, b: string | IndexedText): Comparison {
  if (typeof b === 'string') unprepared.set(b);
  const indexed = typeof b === 'string' ? unprepared : b;
  matcher.match(a, indexed);
  const { blocks, aLength } = matcher;
  if (a.length + indexed.text.length > KEPT_UNITS) {
    matcher = new Matcher();
    unprepared = new IndexedText();
  }
  return { blocks, aLength, bLength: indexed.packed.length };
}

/** Twice the matched code points over all; 1 when there are none. */
export function ratioOf({ blocks, aLength, bLength }: Comparison): number {
  const codePoints = aLength + bLength;
  return codePoints === 0 ? 1 : (2 * blocks.matched) / codePoints;
}

/** Ascending on both sides, adjacent ones merged, ended by an empty block at the ends of both texts. */
export function blocksOf({ blocks, aLength, bLength }: Comparison): MatchingBlock[] {
  const { triples, count } = blocks;
  const found: MatchingBlock[] = [];
  for (let at = 0; at < 3 * count; at += 3) {
    const [aStart = 0, bStart = 0, length = 0] = triples.subarray(at, at + 3);
    found.push({ aStart: aStart - PAD, bStart: bStart - PAD, length });
  }
  return orderedBlocks(found, aLength, bLength);
}
