/**
 * Two sequences over one dense alphabet. Numbers run from 0; `symbolCount` is one more than the
 * largest, so that a table of that length can be indexed by any symbol of either side.
 */
export type NumberedSymbols = {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly symbolCount: number;
};

const TABLE_SIZE = 256;

/**
 * Numbers the code points of two texts densely, in order of first appearance. A surrogate pair is
 * one symbol and a lone surrogate is one symbol, as in CPython.
 */
export function numberCodePoints(aText: string, bText: string): NumberedSymbols {
  const table = new Int32Array(TABLE_SIZE).fill(-1);
  const rare = new Map<number, number>();
  let symbolCount = 0;

  const numberOf = (codePoint: number): number => {
    const known = codePoint < TABLE_SIZE ? (table[codePoint] ?? -1) : (rare.get(codePoint) ?? -1);
    if (known >= 0) return known;
    if (codePoint < TABLE_SIZE) table[codePoint] = symbolCount;
    else rare.set(codePoint, symbolCount);
    return symbolCount++;
  };

  const a = mapCodePoints(aText, numberOf);
  const b = mapCodePoints(bText, numberOf);
  return { a, b, symbolCount };
}

function mapCodePoints(text: string, numberOf: (codePoint: number) => number): Int32Array {
  const symbols = new Int32Array(text.length);
  let length = 0;
  for (let unit = 0; unit < text.length; unit += 1) {
    const codePoint = text.codePointAt(unit) ?? 0;
    if (codePoint > 0xffff) unit += 1;
    symbols[length] = numberOf(codePoint);
    length += 1;
  }
  return symbols.subarray(0, length);
}
