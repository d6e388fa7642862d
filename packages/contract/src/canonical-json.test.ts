import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code units at every depth', () => {
    expect(canonicalJson({ b: { z: 1, a: 2 }, a: [3, { d: 4, c: 5 }] })).toBe(
      '{"a":[3,{"c":5,"d":4}],"b":{"a":2,"z":1}}',
    );
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}');
  });

  it('leaves undefined properties out and refuses what JSON cannot say', () => {
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, [undefined], 1n]) {
      expect(() => canonicalJson({ bad: [bad] })).toThrow(TypeError);
    }
  });

  it.each([
    [
      { a: 1, b: [true, null, 'x'] },
      { b: [true, null, 'x'], a: 1 },
    ],
    [
      { é: '\n\u2028"\\', '': -0 },
      { '': 0, é: '\n\u2028"\\' },
    ],
    [
      [1e21, 1e-7, 0.1 + 0.2],
      [1e21, 1e-7, 0.30000000000000004],
    ],
  ])('spells equal values equally and reads back as the same value (%#)', (left, right) => {
    expect(canonicalJson(left)).toBe(canonicalJson(right));
    expect(canonicalJson(JSON.parse(canonicalJson(left)))).toBe(canonicalJson(left));
  });
});
