/** One sample as it was judged; excluded samples have no place here. */
export interface JudgedSample {
  readonly reward: number;
  readonly exact: boolean;
  readonly wellFormed: boolean;
}

/** Means over the scored samples of one item under one decoding; shares lie in [0, 1]. */
export interface DecodingOutcome {
  readonly reward: number;
  readonly exact: number;
  readonly wellFormed: number;
}

/** What one policy version did on one item; null where every sample was excluded. */
export interface ItemOutcome {
  readonly itemDigest: string;
  readonly greedy: DecodingOutcome | null;
  readonly sampled: DecodingOutcome | null;
}

/** Scores one item under one decoding from its scored samples. */
export function decodingOutcome(samples: readonly JudgedSample[]): DecodingOutcome | null {
  if (samples.length === 0) return null;
  const mean = (valueOf: (sample: JudgedSample) => number) =>
    samples.reduce((sum, sample) => sum + valueOf(sample), 0) / samples.length;
  return {
    reward: mean((sample) => sample.reward),
    exact: mean((sample) => Number(sample.exact)),
    wellFormed: mean((sample) => Number(sample.wellFormed)),
  };
}
