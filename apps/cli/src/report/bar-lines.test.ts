import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { barLines, stackedBar } from './bar-lines.ts';

const plain = (text: string) => text;

it('draws bars against the longest, and none for the rest', () => {
  const bars = [
    { label: 'Python', count: 8, share: 0.4 },
    { label: 'Go', count: 1, share: 0.05 },
    { label: '9 others', count: 11, share: 0.55, isRest: true as const },
  ];
  expect(barLines(bars, { columns: 40, paint: plain })).toEqual([
    'Python    ██████████████████   8  40.0 %',
    'Go        ██▎                  1   5.0 %',
    '9 others                      11  55.0 %',
  ]);
});

it('shifts the bars of a waterfall, and shows that something is not nothing', () => {
  const bars = [
    { label: 'seen', count: 1_000, share: 1 },
    { label: 'too_large', count: 1, share: 0.001, from: 500 },
  ];
  const [seen = '', dropped = ''] = barLines(bars, { columns: 60, whole: 1_000, paint: plain });
  expect(dropped.indexOf('▏')).toBeGreaterThan(seen.indexOf('█') + 10);
  expect(dropped).toContain('0.1 %');
});

it('never goes beyond the columns that there are, whatever the labels are', () => {
  const bar = fc.record({
    label: fc.string({ unit: 'grapheme', maxLength: 60 }),
    count: fc.nat(1_000_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const bars = fc.array(bar, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(bars, fc.integer({ min: 44, max: 200 }), (drawn, columns) => {
      for (const line of barLines(drawn, { columns, paint: plain })) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: 200 },
  );
});

it('fills a stacked bar, with a column at least for every part', () => {
  const parts = [
    { count: 1, sign: 'a', paint: plain },
    { count: 0, sign: 'b', paint: plain },
    { count: 9_999, sign: 'c', paint: plain },
  ];
  expect(stackedBar(parts, 10)).toBe('accccccccc');
  expect(stackedBar([], 10)).toBe('');
});
