import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequentBars, monthBars, rangeBars } from './histogram.ts';

const total = (bars: readonly { count: number }[]) =>
  bars.reduce((sum, { count }) => sum + count, 0);

describe('frequentBars', () => {
  it('ranks by count, then by name, and folds what is beyond the most', () => {
    expect(frequentBars({ Go: 2, Rust: 2, Python: 6, C: 1, D: 1, none: 0 }, 3)).toEqual([
      { label: 'Python', count: 6, share: 0.5 },
      { label: 'Go', count: 2, share: 2 / 12 },
      { label: 'Rust', count: 2, share: 2 / 12 },
      { label: '2 others', count: 2, share: 2 / 12, isRest: true },
    ]);
  });
});

describe('rangeBars', () => {
  it('names ranges by their ends, and keeps empty ones between', () => {
    const counts = new Map([
      [1, 4],
      [4, 1],
      [2_000, 3],
    ]);
    expect(rangeBars(counts, [1, 2, 5, 1_000]).map(({ label, count }) => [label, count])).toEqual([
      ['1', 4],
      ['2', 0],
      ['3 to 5', 1],
      ['6 to 1,000', 0],
      ['over 1,000', 3],
    ]);
    expect(rangeBars(new Map([[3, 1]]), [5, 10]).map(({ label }) => label)).toEqual(['up to 5']);
    expect(rangeBars(new Map(), [5])).toEqual([]);
  });

  it('loses nothing', () => {
    const counts = fc.array(fc.tuple(fc.nat(3_000), fc.integer({ min: 1, max: 9 })));
    fc.assert(
      fc.property(counts, (entries) => {
        const of = new Map(entries);
        const all = [...of.values()].reduce((sum, count) => sum + count, 0);
        expect(total(rangeBars(of, [1, 2, 5, 10, 100]))).toBe(all);
      }),
    );
  });
});

describe('monthBars', () => {
  it('shows months without any merge, and what nobody knows last', () => {
    const bars = monthBars({ '2025-12': 1, '2026-02': 3, unknown: 2 }, 24);
    expect(bars.map(({ label, count }) => [label, count])).toEqual([
      ['2025-12', 1],
      ['2026-01', 0],
      ['2026-02', 3],
      ['unknown', 2],
    ]);
  });

  it('takes quarters, then years, for longer times', () => {
    const labels = (first: string, last: string) =>
      monthBars({ [first]: 1, [last]: 1 }, 12).map(({ label }) => label);
    expect(labels('2024-02', '2026-03')).toHaveLength(9);
    expect(labels('2024-02', '2026-03')[0]).toBe('2024 Q1');
    expect(labels('2015-02', '2026-03')).toHaveLength(12);
    expect(labels('2015-02', '2026-03').at(-1)).toBe('2026');
  });
});
