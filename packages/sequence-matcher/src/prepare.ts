import type { PreparedText } from './match-engine.ts';
import { matchingBlocks } from './matching-blocks.ts';
import { ratio } from './ratio.ts';

/** Prepares the second text of a comparison, to be compared with many first ones. */
export function prepare(b: string): PreparedText {
  return {
    text: b,
    ratio: (a) => ratio(a, b),
    matchingBlocks: (a) => matchingBlocks(a, b),
  };
}
