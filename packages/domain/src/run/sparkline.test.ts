import { describe, expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

describe('a sparkline', () => {
  it('draws the ends of the scale with the lowest and the highest bar', () => {
    expect(sparkline([-1, 0, 1], -1, 1)).toBe('▁▅█');
  });

  it('draws values beyond the scale at its end', () => {
    expect(sparkline([-5, 5], 0, 1)).toBe('▁█');
  });

  it('averages into the width when there are too many values', () => {
    const rising = Array.from({ length: 1000 }, (_, index) => index / 1000);
    expect(sparkline(rising, 0, 1, 8)).toBe('▁▂▃▄▅▆▇█');
  });

  it('is empty without values, and does not divide by an empty scale', () => {
    expect(sparkline([], 0, 1)).toBe('');
    expect(sparkline([1], 1, 1)).toBe('▁');
  });
});
