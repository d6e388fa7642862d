import { expect, it } from 'vitest';
import { movedCounts, movedShares } from './describe-moves.ts';

it('names what came, went and grew, the largest difference first', () => {
  const before = { MIT: 5, ISC: 2, unknown: 1 };
  expect(movedCounts(before, { MIT: 6, 'Apache-2.0': 3, unknown: 1 })).toEqual([
    { name: 'Apache-2.0', before: 0, after: 3 },
    { name: 'ISC', before: 2, after: 0 },
    { name: 'MIT', before: 5, after: 6 },
  ]);
});

it('compares shares of what each version saw, not counts', () => {
  const before = { seen: 100, kept: 50, bot_author: 30, revert: 20 };
  const after = { seen: 200, kept: 100, bot_author: 76, revert: 4 };
  expect(movedShares(before, after, 0.05).map(({ name }) => name)).toEqual([
    'revert',
    'bot_author',
  ]);
  expect(movedShares(before, after, 0.17)).toMatchObject([{ shareBefore: 0.2, shareAfter: 0.02 }]);
  expect(movedShares({}, {}, 0)).toEqual([]);
});
