import { expect, it } from 'vitest';
import { QueryWidth } from './query-width.ts';

it('halves after an overload, and grows again by a quarter after some clean answers', () => {
  const width = new QueryWidth(25);
  width.overloaded(25);
  expect(width.now).toBe(12);
  width.overloaded(12);
  expect(width.now).toBe(6);
  const widths = Array.from({ length: 40 }, () => {
    width.fitted(width.now);
    return width.now;
  });
  expect(widths.slice(0, 5)).toEqual([6, 6, 6, 7, 7]);
  expect(widths.at(-1)).toBe(25);
});

it('learns nothing from a query that was narrower anyway, and never falls below one', () => {
  const width = new QueryWidth(8);
  width.overloaded(8);
  for (let turn = 0; turn < 10; turn += 1) width.fitted(2);
  expect(width.now).toBe(4);
  for (let turn = 0; turn < 10; turn += 1) width.overloaded(width.now);
  expect(width.now).toBe(1);
});
