import { matchLines } from './line-matcher.ts';
import { LineNumbers } from './line-numbers.ts';
import type { LineBlock } from './line-window.ts';

/**
 * `SequenceMatcher(None, a, b).get_matching_blocks()` of CPython on lines, the popularity rule
 * (`autojunk=True`) included: of 200 or more lines in `b`, those that occur more than
 * `floor(lines / 100) + 1` times start no block and only extend one.
 */
export function lineBlocks(a: readonly string[], b: readonly string[]): LineBlock[] {
  const numbers = new LineNumbers();
  const lines = { a: new Int32Array(a.length), b: new Int32Array(b.length) };
  numbers.write(a, lines.a);
  numbers.write(b, lines.b);
  return matchLines({ ...lines, lineCount: numbers.texts.length });
}
