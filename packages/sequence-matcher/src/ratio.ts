import { longestBlocks } from './longest-blocks.ts';
import { numberCodePoints } from './numbered-symbols.ts';

/**
 * `SequenceMatcher(None, a, b, autojunk=False).ratio()` of CPython, the same 64 bits: twice the
 * matched characters over the characters of both texts, from 0 to 1; 1 when both are empty.
 * Characters are code points. Not symmetric: the order of the arguments matters.
 */
export function ratio(a: string, b: string): number {
  const symbols = numberCodePoints(a, b);
  const characters = symbols.a.length + symbols.b.length;
  if (characters === 0) return 1;
  let matched = 0;
  for (const block of longestBlocks(symbols)) matched += block.length;
  return (2 * matched) / characters;
}
