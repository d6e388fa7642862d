import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainRatio, plainTextBlocks } from '../test/plain-text-matcher.ts';
import { matchingBlocks } from './matching-blocks.ts';
import { prepare } from './prepare.ts';
import { ratio } from './ratio.ts';
import { typescriptEngine } from './typescript-engine.ts';

// Another seed on every day; a failure prints it, and the environment repeats it.
const seed = Number(globalThis.process?.env['EVOLINE_SEED'] ?? Math.floor(Date.now() / 86_400_000));

const codePoints = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => String.fromCodePoint(from + at));

const texts = (symbols: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...symbols), { maxLength, size: 'max' }).map((some) => some.join(''));

/** Runs of one symbol up to 90 long. */
const runs = (symbols: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...symbols), fc.integer({ min: 1, max: 90 })), {
      maxLength: 30,
      size: 'max',
    })
    .map((some) => some.map(([symbol, count]) => symbol.repeat(count)).join(''));

/** A period with a few symbols of it changed. */
const periodic = fc
  .tuple(texts([...'abcdef'], 12), fc.array(fc.nat(399), { maxLength: 8 }))
  .map(([period, changes]) => {
    const text = `${period}a`.repeat(400).slice(0, 400).split('');
    for (const at of changes) text[at] = 'z';
    return text.join('');
  });

/** The same few blocks in any order. */
const shuffledBlocks = fc
  .array(texts([...'abcdefgh \n'], 50), { minLength: 1, maxLength: 10 })
  .chain((blocks) => {
    const some = fc.array(fc.constantFrom(...blocks), { maxLength: 20, size: 'max' });
    return fc.tuple(some, some).map(([a, b]) => [a.join(''), b.join('')] as const);
  });

const lines = [
  '    return self.value\n',
  '        if (index === 0) {\n',
  '    ',
  '+',
  '-',
  ' \n',
  'x = 1\n',
];

const pairOf = (text: fc.Arbitrary<string>) => fc.tuple(text, text);

const families: Readonly<Record<string, fc.Arbitrary<readonly [a: string, b: string]>>> = {
  'one letter': pairOf(texts(['a'], 400)),
  'two letters': pairOf(texts(['a', 'b'], 700)),
  'ten letters': pairOf(texts([...'abcdefghij'], 700)),
  '64 letters': pairOf(texts(codePoints(0x30, 64), 900)),
  'long runs': pairOf(runs(['a', 'b'])),
  'a period': pairOf(periodic),
  'shuffled blocks': shuffledBlocks,
  'lines of code': pairOf(texts(lines, 60)),
  '600 Chinese symbols': pairOf(texts(codePoints(0x4e00, 600), 900)),
  'few Chinese symbols': pairOf(texts(codePoints(0x4e00, 8), 500)),
  'astral symbols and lone surrogates': pairOf(
    texts(['a', '😀', '😁', '\ud83d', '\ude00', '漢', '\u{10ffff}'], 300),
  ),
  'a narrow side': fc.tuple(texts(['a', 'b', 'c'], 500), texts(['a', 'b', 'c'], 40)),
};

describe(`the TypeScript engine, seed ${seed}`, () => {
  it.each(Object.entries(families))(
    'finds the blocks and the ratio of the plain recursion: %s',
    (_name, pairs) => {
      fc.assert(
        fc.property(pairs, ([a, b]) => {
          const blocks = plainTextBlocks(a, b);
          const prepared = prepare(b);
          expect(ratio(a, b)).toBe(plainRatio(blocks));
          expect(prepared.ratio(a)).toBe(plainRatio(blocks));
          expect(listed(matchingBlocks(a, b))).toEqual(blocks);
          expect(listed(prepared.matchingBlocks(a))).toEqual(blocks);
        }),
        { numRuns: 150, seed },
      );
    },
  );

  it('keeps nothing of one comparison for the next', () => {
    const pairs = fc.array(fc.oneof(...Object.values(families)), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(pairs, (several) => {
        const prepared = several.map(([, b]) => typescriptEngine.prepare(b));
        const expected = several.map(([a, b]) => plainRatio(plainTextBlocks(a, b)));
        expect(several.map(([a], at) => prepared[at]?.ratio(a))).toEqual(expected);
        expect(several.map(([a, b]) => typescriptEngine.ratio(a, b))).toEqual(expected);
        expect(several.map(([a], at) => prepared[at]?.ratio(a))).toEqual(expected);
      }),
      { numRuns: 40, seed },
    );
  });

  it('takes alphabets that do not fit into 16 bits', () => {
    const symbols = codePoints(0x10000, 70_000);
    const halves = [symbols.slice(0, 35_001).join(''), symbols.slice(35_001).join('')] as const;
    // Every symbol is there once: the longer half is the longest block, and nothing is left beside it.
    expect(ratio(halves[1] + halves[0], halves[0] + halves[1])).toBe(35_001 / 70_000);
  });

  it.each([
    ['one letter with breaks every 100 and every 97', breaks(100, 'b'), breaks(97, 'b')],
    ['one letter with other breaks', breaks(100, 'b'), breaks(97, 'c')],
    ['runs of shrinking length', shrinkingRuns('y'), shrinkingRuns('z')],
    ['many equal blocks in a row', numbers('x'), numbers('y')],
  ])('agrees with the plain recursion where everything repeats: %s', (_name, a, b) => {
    expect(listed(matchingBlocks(a, b))).toEqual(plainTextBlocks(a, b));
    expect(listed(matchingBlocks(b, a))).toEqual(plainTextBlocks(b, a));
  });
});

function listed(blocks: ReturnType<typeof matchingBlocks>) {
  return blocks.map(({ aStart, bStart, length }) => [aStart, bStart, length]);
}

function breaks(every: number, letter: string): string {
  return ('a'.repeat(every - 1) + letter).repeat(Math.floor(1_500 / every));
}

function shrinkingRuns(separator: string): string {
  return Array.from({ length: 50 }, (_, at) => 'x'.repeat(50 - at) + separator).join('');
}

function numbers(separator: string): string {
  return Array.from({ length: 70 }, (_, at) => `${at}`.padStart(19, '0')).join(separator);
}
