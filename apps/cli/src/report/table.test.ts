import { expect, test } from 'vitest';
import { table } from './table.ts';

test('numbers stand to the right, text to the left, and a missing value is a dash', () => {
  const text = table(
    ['split', 'items'],
    [
      ['train', 256],
      ['held-out', null],
    ],
  );
  expect(text.split('\n')).toEqual([
    'split     items',
    '────────  ─────',
    'train       256',
    'held-out  –',
  ]);
});
