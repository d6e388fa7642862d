import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMatchingBlocks } from '../test/plain-matcher.ts';
import { ratio } from './ratio.ts';

const plainRatio = (a: string, b: string): number => {
  const [aPoints, bPoints] = [[...a], [...b]];
  const matched = plainMatchingBlocks(aPoints, bPoints).reduce((sum, block) => sum + block[2], 0);
  const characters = aPoints.length + bPoints.length;
  return characters === 0 ? 1 : (2 * matched) / characters;
};

const textOver = (letters: string[], maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength });

describe('ratio', () => {
  it.each([
    ['', '', 1],
    ['abc', '', 0],
    ['', 'abc', 0],
    ['abc', 'abc', 1],
    ['abc', 'xyz', 0],
    ['abcd', 'bcde', 0.75],
    // Not trimmed to the common prefix and suffix: the longest block decides.
    ['aaa', 'abaa', 0.5714285714285714],
  ])('of %j and %j is %d as in CPython', (a, b, expected) => {
    expect(Object.is(ratio(a, b), expected)).toBe(true);
  });

  it('depends on the order of its arguments', () => {
    expect(ratio('ab', 'bacb')).toBe(4 / 6);
    expect(ratio('bacb', 'ab')).toBe(2 / 6);
  });

  it('counts code points, so that two astral characters sharing a surrogate do not match', () => {
    expect(ratio('😀', '😁')).toBe(0);
    expect(ratio('a😀', 'b😀')).toBe(0.5);
  });

  it('counts a lone surrogate as one character', () => {
    expect(ratio('\ud83d', '\ud83d')).toBe(1);
    expect(ratio('\ud83d', '😀')).toBe(0);
  });

  it.each([
    ['two letters', ['a', 'b'], 90],
    ['five letters', ['a', 'b', 'c', 'd', 'e'], 120],
    ['mostly one letter', ['a', 'a', 'a', 'a', 'a', 'a', 'b'], 100],
    ['astral and lone surrogates', ['a', '😀', '😁', '\ud83d', '漢'], 60],
  ])('equals the plain recursion on texts of %s', (_name, letters, maxLength) => {
    fc.assert(
      fc.property(textOver(letters, maxLength), textOver(letters, maxLength), (a, b) => {
        expect(ratio(a, b)).toBe(plainRatio(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it('equals the plain recursion where both searches meet: narrow, wide and just beyond 32 and 512', () => {
    const letters = ['a', 'b', 'c'];
    const sized = (length: number) =>
      fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });
    const sizes = fc.constantFrom(1, 31, 32, 33, 64, 511, 512, 513);
    const pairs = fc
      .tuple(fc.constantFrom(1, 8, 31, 32, 33, 40), sizes, fc.boolean())
      .chain(([narrow, wide, swap]) =>
        swap ? fc.tuple(sized(wide), sized(narrow)) : fc.tuple(sized(narrow), sized(wide)),
      );
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(ratio(a, b)).toBe(plainRatio(a, b));
      }),
      { numRuns: 120 },
    );
  });

  it('equals the plain recursion where many blocks are equally long', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd'),
      minLength: 9,
      maxLength: 9,
    });
    const texts = fc.array(word, { minLength: 60, maxLength: 80 }).chain((words) =>
      fc.tuple(
        fc.constant(words.join('0')),
        fc.shuffledSubarray(words, { minLength: 40 }).map((some) => some.join('1')),
        fc.constant(words.toSpliced(20, 3).join('2')),
      ),
    );
    fc.assert(
      fc.property(texts, ([a, shuffled, shortened]) => {
        expect(ratio(a, shuffled)).toBe(plainRatio(a, shuffled));
        expect(ratio(a, shortened)).toBe(plainRatio(a, shortened));
      }),
      { numRuns: 15 },
    );
  });

  it('peels thousands of equally long blocks off an edge without starting afresh each time', () => {
    const words = Array.from({ length: 5_000 }, (_, at) => `${at}`.padStart(19, '0'));
    expect(ratio(words.join('x'), words.join('y'))).toBe(190_000 / 199_998);
  });
});
