import { describe, expect, it } from 'vitest';
import { archiveHours } from './archive-hours.ts';

describe('archiveHours', () => {
  it('names the hours of a day without a leading zero', () => {
    const hours = archiveHours('2024-03-01');
    expect(hours).toHaveLength(24);
    expect(hours[0]).toBe('2024-03-01-0');
    expect(hours[23]).toBe('2024-03-01-23');
  });

  it('includes both ends of a range and crosses a leap day', () => {
    expect(archiveHours('2024-02-28-23..2024-02-29-0')).toEqual(['2024-02-28-23', '2024-02-29-0']);
    expect(archiveHours('2024-02-28..2024-03-01-0')).toHaveLength(49);
    expect(archiveHours('2024-02-28..2024-03-01-0').at(-1)).toBe('2024-03-01-0');
  });

  it.each([
    ['2023-02-29', 'is no day'],
    ['2024-01-01-24', 'is no day'],
    ['yesterday', 'is no day'],
    ['', 'is no day'],
    ['2024-01-02..2024-01-01', 'the first hour comes first'],
    ['2024-01-01..2024-01-02..2024-01-03', 'the first hour comes first'],
    ['2014-12-31', 'from 2015-01-01 on'],
    ['2024-01-01..2024-03-01', 'more than 744 in one run'],
  ])('refuses %j and says why', (range, why) => {
    expect(() => archiveHours(range)).toThrow(why);
  });
});
