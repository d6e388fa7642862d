import { describe, expect, it } from 'vitest';
import { isAtLeast, versionIn } from './compare-versions.mjs';

describe('versions', () => {
  it.each([
    ['go version go1.26.4 linux/amd64', [1, 26, 4]],
    ['temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)', [1, 8, 2]],
    ['go1.27', [1, 27, 0]],
    ['no version', null],
  ])('are found in "%s"', (text, version) => {
    expect(versionIn(text)).toEqual(version);
  });

  it('are compared as numbers', () => {
    expect(isAtLeast([1, 26, 10], [1, 26, 4])).toBe(true);
    expect(isAtLeast([1, 26, 4], [1, 26, 4])).toBe(true);
    expect(isAtLeast([1, 9, 9], [1, 26])).toBe(false);
    expect(isAtLeast([2, 0, 0], [1, 26, 4])).toBe(true);
    expect(isAtLeast([0, 0, 0], [1, 8, 0])).toBe(false);
  });
});
