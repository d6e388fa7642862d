import { type RandomIndex, seededRandom } from '@evoline/domain/evaluate/seeded-random';
import { diffLikeText } from '../generated-text.ts';

/** Two texts that repeat themselves, about as long as asked. */
export interface HostilePair {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

type Maker = (random: RandomIndex, characters: number) => readonly [a: string, b: string];

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n'];

const families: Readonly<Record<string, Maker>> = {
  'one letter, one character differs': (_, n) => [
    'a'.repeat(n),
    `${'a'.repeat(n >> 1)}b${'a'.repeat(n >> 1)}`,
  ],
  'one letter, a break every 1,000': (_, n) => [
    withBreaks(n, 1_000, 'b'),
    withBreaks(n, 1_000, 'c'),
  ],
  'one letter, breaks every 100 and every 97': (_, n) => [
    withBreaks(n, 100, '\n'),
    withBreaks(n, 97, '\n'),
  ],
  'the same, unequal breaks': (_, n) => [withBreaks(n, 100, 'b'), withBreaks(n, 97, 'c')],
  'spaces with 2.5 % letters': (random, n) => twice(() => spaced(random, n)),
  '(ab)* and (ba)* with noise': (random, n) => [
    noisy(random, 'ab'.repeat(n >> 1), 100),
    noisy(random, 'ba'.repeat(n >> 1), 100),
  ],
  'random binary': (random, n) => twice(() => drawn(random, ['0', '1'], n)),
  'random over 64 letters': (random, n) => twice(() => drawn(random, letters, n)),
  'Fibonacci word, 1 % changed': (random, n) => {
    const word = fibonacci(n);
    return [word, noisy(random, word, 100)];
  },
  'blocks of decreasing length': (random, n) => decreasingBlocks(random, n),
  'rows of a table': (random, n) => twice(() => tableRows(random, n)),
  'one line repeated': (random, n) => {
    const line = `${diffLikeText(random, 60).replaceAll('\n', ' ')}\n`;
    const text = line.repeat(Math.ceil(n / line.length)).slice(0, n);
    return [text, noisy(random, text, 3_000)];
  },
};

/** A pair of every family of the reference's worst cases. */
export function hostilePairs(seed: string, characters: number): readonly HostilePair[] {
  return Object.entries(families).map(([name, make]) => {
    const [a, b] = make(seededRandom(`${seed}/${name}`), characters);
    return { name, a, b };
  });
}

function withBreaks(length: number, every: number, lineBreak: string): string {
  const row = 'a'.repeat(every - 1) + lineBreak;
  return row.repeat(Math.ceil(length / every)).slice(0, length);
}

function spaced(random: RandomIndex, length: number): string {
  return Array.from({ length }, () => (random(40) === 0 ? letters[random(26)] : ' ')).join('');
}

function drawn(random: RandomIndex, symbols: readonly string[], length: number): string {
  return Array.from({ length }, () => symbols[random(symbols.length)] ?? '').join('');
}

/** About one character in `every` is another letter of the text. */
function noisy(random: RandomIndex, text: string, every: number): string {
  return text.replaceAll(/[^]/g, (character) =>
    random(every) === 0 ? (text[random(text.length)] ?? '') : character,
  );
}

function fibonacci(length: number): string {
  let [before, word] = ['b', 'a'];
  while (word.length < length) [before, word] = [word, word + before];
  return word.slice(0, length);
}

/** Each block is one shorter than the one before and stands between other separators: the deepest recursion. */
function decreasingBlocks(random: RandomIndex, length: number): readonly [string, string] {
  const longest = Math.floor(Math.sqrt(2 * length)) - 2;
  const blocks = Array.from({ length: longest }, (_, at) =>
    drawn(random, letters.slice(0, 60), longest - at),
  );
  return [blocks.join('{'), blocks.join('}')];
}

function tableRows(random: RandomIndex, length: number): string {
  let text = '';
  while (text.length < length)
    text += `| ${String(random(100)).padEnd(10)} | ${String(random(10)).padEnd(20)} | 0.${random(100)}    |\n`;
  return text.slice(0, length);
}

function twice(make: () => string): readonly [string, string] {
  return [make(), make()];
}
