import { expect, it } from 'vitest';
import { lineBlocks } from './line-blocks.ts';

it('finds the blocks of lines, merged and ended by an empty one', () => {
  expect(lineBlocks(['a', 'b', 'c', 'd'], ['b', 'c', 'x', 'd'])).toEqual([
    { aStart: 1, bStart: 0, length: 2 },
    { aStart: 3, bStart: 3, length: 1 },
    { aStart: 4, bStart: 4, length: 0 },
  ]);
  expect(lineBlocks([], ['a'])).toEqual([{ aStart: 0, bStart: 1, length: 0 }]);
});
