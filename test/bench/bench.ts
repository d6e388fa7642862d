/** One figure: a ratio or a number per unit, so that it means something on another machine too. */
export interface BenchFigure {
  readonly figure: string;
  readonly value: number;
  /** `x` for a ratio. */
  readonly unit: string;
  /** For people: what it was compared with, how much of it was done. */
  readonly note?: string;
}

/** One subject of `npm run bench`: a file `<subject>.bench.ts` in this folder that exports `bench`. */
export interface Bench {
  readonly title: string;
  /** @param isFull asked for by name: takes its time. Otherwise a minute is enough. */
  readonly measure: (isFull: boolean) => Promise<readonly BenchFigure[]>;
}

/** What became of one subject. */
export interface MeasuredSubject {
  readonly subject: string;
  readonly title: string;
  readonly figures: readonly BenchFigure[];
  /** Of the measuring process and all that it started: the highest PSS seen, or the own peak if higher. */
  readonly peakMemoryMegabytes: number;
  /** Wall-clock time of the whole subject, preparation included. */
  readonly seconds: number;
}
