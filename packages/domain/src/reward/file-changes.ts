import type { MatchEngine, PreparedText } from '@evoline/sequence-matcher/match-engine';
import { byCodePoints } from './code-point-order.ts';

/** Header-less diffs by path. */
export type ChangesByPath = ReadonlyMap<string, string>;

/** One file of the comparison with the two compared texts; `''` where a side does not change it. */
export type FileComparison = {
  readonly path: string;
  readonly similarity: number;
  readonly predictedDiff: string;
  readonly oracleDiff: string;
};

/** How alike two diffs of one file are; neither is empty and they are not the same. */
export type DiffSimilarity = (path: string, predictedDiff: string, oracleDiff: string) => number;

/** difflib's ratio, the prediction first; each oracle diff is prepared when it is first needed. */
export function diffRatio(engine: MatchEngine): DiffSimilarity {
  const prepared = new Map<string, PreparedText>();
  return (path, predictedDiff, oracleDiff) => {
    let oracle = prepared.get(path);
    if (oracle === undefined) prepared.set(path, (oracle = engine.prepare(oracleDiff)));
    return oracle.ratio(predictedDiff);
  };
}

/** The oracle's side of all comparisons for one item. */
export class OracleChanges {
  readonly #diffs: ChangesByPath;
  readonly #paths: readonly string[];
  readonly #similarity: DiffSimilarity;

  constructor(diffs: ChangesByPath, similarity: DiffSimilarity) {
    this.#diffs = diffs;
    this.#paths = [...diffs.keys()].toSorted(byCodePoints);
    this.#similarity = similarity;
  }

  /**
   * Compares with predicted changes over the union of the paths, sorted by code points. 0 where one side
   * has no text, 1 for the same text on both.
   */
  compare(predicted: ChangesByPath): FileComparison[] {
    return this.#pathsWith(predicted).map((path) => {
      const predictedDiff = predicted.get(path) ?? '';
      const oracleDiff = this.#diffs.get(path) ?? '';
      const similarity = this.#similarityOf(path, predictedDiff, oracleDiff);
      return { path, similarity, predictedDiff, oracleDiff };
    });
  }

  #similarityOf(path: string, predictedDiff: string, oracleDiff: string): number {
    if (predictedDiff === '' || oracleDiff === '') return 0;
    if (predictedDiff === oracleDiff) return 1;
    return this.#similarity(path, predictedDiff, oracleDiff);
  }

  #pathsWith(predicted: ChangesByPath): readonly string[] {
    const others = [...predicted.keys()].filter((path) => !this.#diffs.has(path));
    if (others.length === 0) return this.#paths;
    return [...this.#paths, ...others].toSorted(byCodePoints);
  }
}
