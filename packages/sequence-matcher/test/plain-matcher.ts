/** A block as difflib prints it: start in `a`, start in `b`, length. */
export type PlainBlock = [aStart: number, bStart: number, length: number];

/**
 * The readable oracle: difflib's matching blocks by the definition, cell by cell. `mayStart` says which
 * symbols may start a block (the popularity rule); any equal symbol extends one.
 */
export function plainMatchingBlocks(
  a: readonly string[],
  b: readonly string[],
  mayStart: (symbol: string) => boolean = () => true,
): PlainBlock[] {
  const found: PlainBlock[] = [];
  const recurse = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
    let [aStart, bStart, length] = [aLow, bLow, 0];
    for (let i = aLow; i < aHigh; i += 1) {
      for (let j = bLow; j < bHigh; j += 1) {
        let k = 0;
        while (i + k < aHigh && j + k < bHigh && a[i + k] === b[j + k] && mayStart(b[j + k]!))
          k += 1;
        if (k > length) [aStart, bStart, length] = [i, j, k];
      }
    }
    while (aStart > aLow && bStart > bLow && a[aStart - 1] === b[bStart - 1]) {
      [aStart, bStart, length] = [aStart - 1, bStart - 1, length + 1];
    }
    while (
      aStart + length < aHigh &&
      bStart + length < bHigh &&
      a[aStart + length] === b[bStart + length]
    ) {
      length += 1;
    }
    if (length === 0) return;
    recurse(aLow, aStart, bLow, bStart);
    found.push([aStart, bStart, length]);
    recurse(aStart + length, aHigh, bStart + length, bHigh);
  };
  recurse(0, a.length, 0, b.length);
  return mergeAdjacent([...found, [a.length, b.length, 0]]);
}

/** Blocks that touch on both sides become one, as difflib prints them. */
export function mergeAdjacent(blocks: PlainBlock[]): PlainBlock[] {
  const merged: PlainBlock[] = [];
  for (const [aStart, bStart, length] of blocks) {
    const last = merged.at(-1);
    if (length > 0 && last && last[0] + last[2] === aStart && last[1] + last[2] === bStart) {
      last[2] += length;
    } else merged.push([aStart, bStart, length]);
  }
  return merged;
}

/** difflib's rule for lines: of 200 or more, those above one per cent (and one) start no block. */
export function unpopular(b: readonly string[]): (line: string) => boolean {
  if (b.length < 200) return () => true;
  const counts = new Map<string, number>();
  for (const line of b) counts.set(line, (counts.get(line) ?? 0) + 1);
  return (line) => (counts.get(line) ?? 0) <= Math.floor(b.length / 100) + 1;
}
