import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMatchingBlocks } from '../test/plain-matcher.ts';
import { loadWasmEngine } from './load-wasm-engine.ts';
import type { MatchEngine } from './match-engine.ts';
import { typescriptEngine } from './typescript-engine.ts';
import { wasmEngine } from './wasm-engine.ts';
import { isWasmMatcherExports } from './wasm-matcher-exports.ts';

/** What a host without TextEncoder gets. */
function engineWithoutEncoder(): MatchEngine {
  const file = new URL('../wasm/sequence-matcher.wasm', import.meta.url);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)));
  if (!isWasmMatcherExports(exports)) throw new Error('not a matcher');
  return wasmEngine(exports, 'wasm');
}

function loaded(name: 'wasm' | 'wasm-simd'): MatchEngine {
  const engine = loadWasmEngine(name);
  if (engine === undefined) throw new Error(`${name} does not run here`);
  return engine;
}

const engines = [
  ['plain', loaded('wasm')],
  ['with SIMD', loaded('wasm-simd')],
  ['without a TextEncoder', engineWithoutEncoder()],
] as const;

function expectEqualToPlain(engine: MatchEngine, a: string, b: string): void {
  const [aPoints, bPoints] = [[...a], [...b]];
  const wanted = plainMatchingBlocks(aPoints, bPoints);
  const prepared = engine.prepare(b);
  for (const found of [engine.matchingBlocks(a, b), prepared.matchingBlocks(a)]) {
    expect(found.map(({ aStart, bStart, length }) => [aStart, bStart, length])).toEqual(wanted);
  }
  const characters = aPoints.length + bPoints.length;
  const matched = wanted.reduce((sum, [, , length]) => sum + length, 0);
  const ratio = characters === 0 ? 1 : (2 * matched) / characters;
  expect([engine.ratio(a, b), prepared.ratio(a)]).toEqual([ratio, ratio]);
}

function expectEqualToTypescript(engine: MatchEngine, a: string, b: string): void {
  expect(engine.matchingBlocks(a, b)).toEqual(typescriptEngine.matchingBlocks(a, b));
  expect(Object.is(engine.ratio(a, b), typescriptEngine.ratio(a, b))).toBe(true);
}

const textOver = (letters: readonly string[], maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength });

const han = Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x4e00 + at));
const families: readonly (readonly [string, readonly string[], number])[] = [
  ['two letters', ['a', 'b'], 180],
  ['mostly one letter', ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'], 160],
  ['words', ['return ', 'value', '    ', '\n', '+', '-', ' '], 60],
  ['twenty letters', [...'abcdefghijklmnopqrst'], 200],
  ['bytes that are no ASCII', ['a', 'é', 'ß', 'ÿ'], 120],
  ['astral and lone surrogates', ['a', '😀', '😁', '\ud83d', '\ude00', '漢'], 80],
  ['more than 255 symbols', han, 300],
];

describe.each(engines)('the WebAssembly engine, %s', (_, engine) => {
  it.each([
    ['', ''],
    ['abc', ''],
    ['', 'abc'],
    ['abc', 'abc'],
    ['abc', 'xyz'],
    ['ab', 'bacb'],
    ['aaa', 'abaa'],
    ['😀', '😁'],
    ['a\0b', '\0'],
  ])('equals the plain recursion on %j and %j', (a, b) => {
    expectEqualToPlain(engine, a, b);
  });

  it.each(families)('equals the plain recursion on texts of %s', (_name, letters, maxLength) => {
    const text = textOver(letters, maxLength);
    fc.assert(
      fc.property(text, text, (a, b) => expectEqualToPlain(engine, a, b)),
      { numRuns: 120 },
    );
  });

  it('equals the plain recursion on edits of one text', () => {
    const cut = fc.tuple(fc.nat(400), fc.nat(30), textOver(['x', ' ', '\n', 'if '], 8));
    const edited = fc
      .tuple(textOver([...'abcdefgh \n'], 400), fc.array(cut, { maxLength: 6 }))
      .map(([text, cuts]) => [
        cuts.reduce((now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone), text),
        text,
      ]);
    fc.assert(
      fc.property(edited, ([a = '', b = '']) => expectEqualToPlain(engine, a, b)),
      { numRuns: 120 },
    );
  });

  it('equals the TypeScript engine on long texts that repeat themselves', () => {
    const size = 12_000;
    const breaks = (every: number) =>
      ('a'.repeat(every - 1) + '\n').repeat(size / every).slice(0, size);
    const shrinking = (lineBreak: string) =>
      Array.from({ length: 150 }, (__, at) => 'x'.repeat(150 - at)).join(lineBreak);
    const rows = Array.from({ length: 400 }, (__, at) => `| ${at % 37} | ${at % 11}  |`);
    const pairs: readonly (readonly [string, string])[] = [
      ['a'.repeat(size), `${'a'.repeat(size / 2)}b${'a'.repeat(size / 2)}`],
      [' '.repeat(size), `${' '.repeat(size - 1_000)}x${' '.repeat(900)}`],
      [breaks(100), breaks(97)],
      [shrinking('{'), shrinking('}')],
      ['ab'.repeat(size / 2), `${'ba'.repeat(size / 4)}c${'ba'.repeat(size / 4)}`],
      [rows.join('\n'), rows.toReversed().join('\n')],
      [rows.join('\u{1f600}'), rows.toReversed().join('\u{1f600}')],
    ];
    for (const [a, b] of pairs) expectEqualToTypescript(engine, a, b);
  });

  it('hands texts of more symbols than two bytes can number to the TypeScript engine', () => {
    const many = Array.from({ length: 70_000 }, (__, at) => String.fromCodePoint(0x10000 + at));
    const b = many.join('');
    const a = many.toReversed().slice(0, 50).join('');
    expect(engine.ratio(a, b)).toBe(typescriptEngine.ratio(a, b));
    expect(engine.prepare(b).matchingBlocks(a)).toEqual(typescriptEngine.matchingBlocks(a, b));
  });
});

describe('a prepared text', () => {
  const engine = loaded('wasm-simd');

  it('stays correct whatever is prepared and compared in between', () => {
    const text = textOver(['a', 'b', 'é', 'return', '\n'], 60);
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), text, (oracles, a) => {
        const prepared = oracles.map((oracle) => engine.prepare(oracle));
        for (let round = 0; round < 2; round += 1) {
          for (const { text: b, ratio } of prepared.map((one) => ({
            text: one.text,
            ratio: one.ratio(a),
          }))) {
            expect(ratio).toBe(typescriptEngine.ratio(a, b));
            expect(engine.ratio(b, a)).toBe(typescriptEngine.ratio(b, a));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is written again when more has been prepared than stays in memory', () => {
    const line = (at: number) => `const value${at} = read(${at * 7});\n`;
    const oracles = Array.from({ length: 40 }, (_, at) =>
      engine.prepare(Array.from({ length: 1_500 }, (__, row) => line(row * (at + 1))).join('')),
    );
    const a = Array.from({ length: 1_500 }, (_, row) => line(row * 3)).join('');
    const first = oracles.map((oracle) => oracle.ratio(a));
    expect(first.length).toBe(new Set(first).size);
    expect(oracles.map((oracle) => oracle.ratio(a))).toEqual(first);
    expect(first).toEqual(oracles.map(({ text }) => engine.ratio(a, text)));
  });

  it('works beyond the size that stays in memory', () => {
    const b = Array.from({ length: 90_000 }, (_, at) => `line ${at}\n`).join('');
    const a = b.slice(3, 900_000);
    const prepared = engine.prepare(b);
    expect(prepared.ratio(a)).toBe((2 * a.length) / (a.length + b.length));
    expect(prepared.ratio('')).toBe(0);
  });
});
