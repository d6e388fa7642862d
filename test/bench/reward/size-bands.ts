import { passSeconds, timedBy } from './gates.ts';
import { mean, median } from './numbers.ts';
import type { TimedPair } from './pair-timing.ts';

/** Mean CPU seconds of the pairs whose oracle diff is of about the same size. */
export interface SizeBand {
  readonly from: number;
  readonly below: number;
  readonly pairs: number;
  /** Median characters of the oracle diffs. */
  readonly characters: number;
  /** Only of pairs that CPython was timed on, so that a row compares like with like. */
  readonly seconds: Readonly<Record<string, number>>;
}

const edges = [0, 224, 348, 646, 1_324, 2_932, 4_761, 18_100, 50_000, 100_000];

/** The size mix of the reference, and what is above it. Bands that nothing is in are left out. */
export function sizeBands(
  pairs: readonly TimedPair[],
  engines: readonly string[],
): readonly SizeBand[] {
  return edges.slice(1).flatMap((below, at) => {
    const from = edges[at] ?? 0;
    const all = pairs.filter(({ pair }) => pair.b.length >= from && pair.b.length < below);
    const compared = timedBy(all, 'cpython').map(([pair]) => pair);
    if (compared.length === 0) return [];
    const peers = {
      CPython: mean(compared.map(({ cpython = Number.NaN }) => cpython)),
      CyDifflib: mean(compared.map(({ cydifflib = Number.NaN }) => cydifflib)),
    };
    const own = engines.map((name) => [name, passSeconds(compared, name) / compared.length]);
    return [
      {
        from,
        below,
        pairs: compared.length,
        characters: median(compared.map(({ pair }) => pair.b.length)),
        seconds: { ...peers, ...Object.fromEntries(own) },
      },
    ];
  });
}
