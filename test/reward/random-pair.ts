import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { diffLikeText, editedText } from '../bench/generated-text.ts';
import {
  characters,
  drawn,
  fibonacciWord,
  mutated,
  repeated,
  runs,
  shuffledBlocks,
} from './random-text.ts';

/** Two texts to be compared, and how to make them again. */
export interface RandomPair {
  readonly family: string;
  /** `randomPair(seed, …)` gives the same texts again. */
  readonly seed: string;
  readonly a: string;
  readonly b: string;
}

type Family = (random: RandomIndex, characters: number) => readonly [a: string, b: string];

const letters = [...characters(0x61, 0x7a), ...characters(0x41, 0x5a), ...characters(0x30, 0x39)];
const alphabet64 = [...letters, ' ', '\n'];
const hundreds = characters(0x4e00, 0x4e00 + 599);
const combining = [...'aeo', '\u0301', '\u0300', '\u0308', '\u6f22', '\u5b57'];
const astral = ['a', 'b', ...characters(0x1f600, 0x1f607), '\u{1d4b3}', '\u{20000}'];
const surrogates = ['a', '\ud83d', '\ude00', '\u{1f600}', '\ud800', '\udfff'];
const sameLowByte = ['A', '\u0141', '\u0241', '\u4e41', '\u{1f641}', 'B', '\u0142'];
const spaces = [...' '.repeat(12), '\t', '\n', 'x', '}'];

/** The families of the golden data, as generators. */
const families: Readonly<Record<string, Family>> = {
  alphabet: (random, length) =>
    twice(() => drawn(random, alphabet64.slice(0, 1 + random(64)), length)),
  one_alphabet: (random, length) => {
    const symbols = alphabet64.slice(0, 1 + random(64));
    return twice(() => drawn(random, symbols, aboutAsLong(random, length)));
  },
  near_duplicate: (random, length) => near(random, alphabet64.slice(0, 1 + random(64)), length),
  long_runs: (random, length) => {
    const symbols = letters.slice(0, 1 + random(4));
    return twice(() => runs(random, symbols, [aboutAsLong(random, length), 2 + random(90)]));
  },
  periodic: (random, length) => {
    const period = drawn(random, letters, 1 + random(20));
    const every = 5 + random(200);
    return twice(() => mutated(random, repeated(period, length), { every, symbols: period }));
  },
  shuffled_blocks: (random, length) => {
    const text = drawn(random, alphabet64.slice(0, 2 + random(60)), length);
    return [text.join(''), shuffledBlocks(random, text, 2 + random(30)).join('')];
  },
  code_edits: (random, length) => {
    const oracle = diffLikeText(random, length);
    return [editedText(random, oracle, 1 / (2 + random(40))), oracle];
  },
  unrelated_code: (random, length) => [
    diffLikeText(random, aboutAsLong(random, length)),
    diffLikeText(random, length),
  ],
  white_space: (random, length) => near(random, spaces, length),
  fibonacci: (random, length) => {
    const text = fibonacciWord(length);
    return twice(() => mutated(random, text, { every: 20 + random(200), symbols: ['a', 'b'] }));
  },
  hundreds_of_symbols: (random, length) => near(random, hundreds, length),
  combining: (random, length) => near(random, combining, length),
  astral: (random, length) => near(random, astral, length),
  lone_surrogates: (random, length) => near(random, surrogates, length),
  same_low_byte: (random, length) => near(random, sameLowByte, length),
  all_of_unicode: (random, length) =>
    near(random, characters(1, 40).concat(astral, hundreds.slice(0, 300), combining), length),
  one_empty: (random, length) => {
    const text = drawn(random, letters, random(length + 1)).join('');
    return random(2) === 0 ? [text, ''] : ['', text];
  },
  tiny: (random) => {
    const symbols = letters.slice(0, 1 + random(3));
    return twice(() => drawn(random, symbols, random(7)));
  },
};

export const familyNames: readonly string[] = Object.keys(families);

/**
 * One pair of a family; `longest` bounds both texts, in code points.
 *
 * @throws RangeError for a family that there is not
 */
export function randomPair(seed: string, family: string, longest: number): RandomPair {
  const make = families[family];
  if (make === undefined) throw new RangeError(`there is no family ${family}`);
  const [a, b] = make(seededRandom(seed), longest);
  return { family, seed, a: cut(a, longest), b: cut(b, longest) };
}

function twice(make: () => readonly string[]): readonly [string, string] {
  return [make().join(''), make().join('')];
}

/** A text, and the same with a few or many changes. */
function near(
  random: RandomIndex,
  symbols: readonly string[],
  length: number,
): readonly [string, string] {
  const text = drawn(random, symbols, length);
  return [mutated(random, text, { every: 2 + random(60), symbols }).join(''), text.join('')];
}

function aboutAsLong(random: RandomIndex, length: number): number {
  return Math.max(1, length - random(Math.ceil(length / 2)));
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : [...text].slice(0, longest).join('');
}
