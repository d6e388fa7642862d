import { describe, expect, it } from 'vitest';
import { datesBetween, instantsOf, isDate, shownAt } from './zoned-time.ts';

const iso = (date: string, at: string, zone: string) =>
  instantsOf(date, at, zone).map((instant) => instant.toISOString().slice(0, 16));

describe('a time of day in a place', () => {
  it.each([
    ['2026-10-01', '03:30', 'UTC', ['2026-10-01T03:30']],
    ['2026-10-01', '03:30', 'Europe/Berlin', ['2026-10-01T01:30']],
    ['2026-12-01', '03:30', 'Europe/Berlin', ['2026-12-01T02:30']],
    ['2026-01-01', '00:15', 'Pacific/Auckland', ['2025-12-31T11:15']],
    ['2026-06-01', '23:45', 'America/Los_Angeles', ['2026-06-02T06:45']],
    ['2026-06-01', '04:00', 'Asia/Kolkata', ['2026-05-31T22:30']],
  ])('%s %s in %s is %j', (date, at, zone, instants) => {
    expect(iso(date, at, zone)).toEqual(instants);
  });

  it('is left out when clocks go forward, and comes twice when they go back', () => {
    expect(iso('2026-03-29', '02:30', 'Europe/Berlin')).toEqual([]);
    expect(iso('2026-10-25', '02:30', 'Europe/Berlin')).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T01:30',
    ]);
  });

  it('is shown as the clocks there show it', () => {
    const instant = new Date('2026-10-25T01:30:00Z');
    expect(shownAt(instant, 'Europe/Berlin')).toBe('2026-10-25 02:30');
    expect(shownAt(instant, 'Asia/Tokyo')).toBe('2026-10-25 10:30');
  });
});

describe('dates', () => {
  it('are counted over the end of a month, both ends included', () => {
    expect(datesBetween('2026-02-27', '2026-03-02')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(datesBetween('2026-02-27', '2026-02-26')).toEqual([]);
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-30', false],
    ['2026-2-3', false],
    ['tomorrow', false],
  ])('%s: %s', (text, is) => {
    expect(isDate(text)).toBe(is);
  });
});
