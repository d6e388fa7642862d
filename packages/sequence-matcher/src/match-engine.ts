/** `length` equal code points from `aStart` in the first and `bStart` in the second text. */
export type MatchingBlock = {
  readonly aStart: number;
  readonly bStart: number;
  readonly length: number;
};

/** One implementation of difflib's matcher. All engines give the same 64 bits and the same blocks. */
export interface MatchEngine {
  readonly name: 'typescript' | 'wasm' | 'wasm-simd';
  /** Similarity of the prediction `a` and the oracle `b`, from 0 to 1; not symmetric. */
  ratio(a: string, b: string): number;
  /** Ascending blocks in code points, adjacent ones merged, ended by an empty one. */
  matchingBlocks(a: string, b: string): MatchingBlock[];
  /** What depends on `b` alone is computed once for any number of `a`. */
  prepare(b: string): PreparedText;
}

/** The second text of a comparison with what the search knows about it. */
export interface PreparedText {
  readonly text: string;
  ratio(a: string): number;
  matchingBlocks(a: string): MatchingBlock[];
}
