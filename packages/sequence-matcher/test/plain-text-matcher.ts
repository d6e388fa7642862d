import { type PlainBlock, mergeAdjacent } from './plain-matcher.ts';

/**
 * difflib's blocks of two texts, row by row as CPython finds them: the run that ends at (i, j) is one longer
 * than the one at (i - 1, j - 1), and the first longest one is kept. No idea of the real engines is in here.
 */
export function plainTextBlocks(a: string, b: string): PlainBlock[] {
  const [aSymbols, bSymbols] = [codePoints(a), codePoints(b)];
  const positions = positionsBySymbol(bSymbols);
  // Two rows of run lengths. A length counts only when its stamp is that of the row before.
  const lengths = [new Int32Array(bSymbols.length + 1), new Int32Array(bSymbols.length + 1)];
  const stamps = [new Int32Array(bSymbols.length + 1), new Int32Array(bSymbols.length + 1)];
  let row = 0;
  const longest = (aLow: number, aHigh: number, bLow: number, bHigh: number): PlainBlock => {
    let best: PlainBlock = [aLow, bLow, 0];
    row += 2; // the last window's rows are nobody's row before
    for (let i = aLow; i < aHigh; i += 1, row += 1) {
      const found = positions.get(aSymbols[i]!) ?? [];
      const [length, stamp] = [lengths[row & 1]!, stamps[row & 1]!];
      const [before, stampBefore] = [lengths[(row + 1) & 1]!, stamps[(row + 1) & 1]!];
      for (let at = firstFrom(found, bLow); at < found.length && found[at]! < bHigh; at += 1) {
        const j = found[at]!;
        const run = stampBefore[j] === row - 1 ? before[j]! + 1 : 1;
        length[j + 1] = run;
        stamp[j + 1] = row;
        if (run > best[2]) best = [i - run + 1, j - run + 1, run];
      }
    }
    return best;
  };
  const blocks: PlainBlock[] = [];
  const recurse = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
    const [aStart, bStart, length] = longest(aLow, aHigh, bLow, bHigh);
    if (length === 0) return;
    recurse(aLow, aStart, bLow, bStart);
    blocks.push([aStart, bStart, length]);
    recurse(aStart + length, aHigh, bStart + length, bHigh);
  };
  recurse(0, aSymbols.length, 0, bSymbols.length);
  return mergeAdjacent([...blocks, [aSymbols.length, bSymbols.length, 0]]);
}

/** `2 * matches / (both lengths)`, 1 when both texts are empty. */
export function plainRatio(blocks: readonly PlainBlock[]): number {
  const [aLength, bLength] = blocks.at(-1)!;
  const matches = blocks.reduce((sum, [, , length]) => sum + length, 0);
  return aLength + bLength === 0 ? 1 : (2 * matches) / (aLength + bLength);
}

function codePoints(text: string): Int32Array {
  return Int32Array.from([...text], (character) => character.codePointAt(0)!);
}

function positionsBySymbol(symbols: Int32Array): Map<number, number[]> {
  const positions = new Map<number, number[]>();
  for (const [at, symbol] of symbols.entries()) {
    const found = positions.get(symbol);
    if (found === undefined) positions.set(symbol, [at]);
    else found.push(at);
  }
  return positions;
}

/** Index of the first position that is not below `low`. */
function firstFrom(ascending: readonly number[], low: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle]! < low) from = middle + 1;
    else to = middle;
  }
  return from;
}
