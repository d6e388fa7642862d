/** One figure: a ratio or a number per unit, so that it means something on another machine too. */
export interface BenchFigure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** For people: what it was compared with, how much of it was done. */
  readonly note?: string;
}

/** One subject of `npm run bench`: a file `<subject>.bench.ts` in this folder that exports `bench`. */
export interface Bench {
  readonly title: string;
  readonly measure: () => Promise<readonly BenchFigure[]>;
}
