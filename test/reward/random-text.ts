import type { RandomIndex } from '@evoline/domain/evaluate/seeded-random';

/** `length` symbols, each drawn from `symbols`. */
export function drawn(random: RandomIndex, symbols: readonly string[], length: number): string[] {
  return Array.from({ length }, () => symbols[random(symbols.length)] ?? '');
}

/** Runs of one symbol each, of up to `longest`. */
export function runs(
  random: RandomIndex,
  symbols: readonly string[],
  [length, longest]: readonly [length: number, longest: number],
): string[] {
  const text: string[] = [];
  while (text.length < length) {
    const symbol = symbols[random(symbols.length)] ?? '';
    for (let left = 1 + random(longest); left > 0 && text.length < length; left -= 1)
      text.push(symbol);
  }
  return text;
}

/** The same `period` again and again. */
export function repeated(period: readonly string[], length: number): string[] {
  return Array.from({ length }, (_, at) => period[at % period.length] ?? '');
}

/** About one symbol in `every` replaced, left out or doubled. */
export function mutated(
  random: RandomIndex,
  text: readonly string[],
  { every, symbols }: { readonly every: number; readonly symbols: readonly string[] },
): string[] {
  return text.flatMap((symbol) => {
    if (random(every) > 0) return [symbol];
    const other = symbols[random(symbols.length)] ?? '';
    return [[other], [], [symbol, symbol], [symbol, other]][random(4)] ?? [];
  });
}

/** The text cut into `count` blocks, which come back in another order. */
export function shuffledBlocks(
  random: RandomIndex,
  text: readonly string[],
  count: number,
): string[] {
  const width = Math.max(1, Math.ceil(text.length / count));
  const blocks: string[][] = [];
  for (let at = 0; at < text.length; at += width) blocks.push(text.slice(at, at + width));
  for (let at = blocks.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [blocks[at], blocks[other]] = [blocks[other] ?? [], blocks[at] ?? []];
  }
  return blocks.flat();
}

/** abaababa…: every prefix comes back at once, so ties are everywhere. */
export function fibonacciWord(length: number): string[] {
  let [before, word] = ['b', 'a'];
  while (word.length < length) [before, word] = [word, word + before];
  return Array.from(word.slice(0, length));
}

/** Characters from one code point to another, both included. */
export function characters(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));
}
