import { OracleChanges } from './file-changes.ts';
import type { ChangesByPath, DiffSimilarity, FileComparison } from './file-changes.ts';
import { anyLonger, hasOversizedFile } from './over-size-cap.ts';
import type { RewardCaps, RewardTask } from './reward-rule.ts';

/** The oracle's side of an item, made when the first well-formed output asks for it. */
export class CappedComparison {
  readonly #task: RewardTask;
  readonly #caps: RewardCaps;
  readonly #oracleChanges: () => ChangesByPath;
  readonly #similarity: DiffSimilarity;
  /** null: a text of the oracle's side is beyond a cap. */
  #oracle: OracleChanges | null | undefined;

  constructor(
    task: RewardTask,
    caps: RewardCaps,
    sides: { readonly oracleChanges: () => ChangesByPath; readonly similarity: DiffSimilarity },
  ) {
    this.#task = task;
    this.#caps = caps;
    this.#oracleChanges = sides.oracleChanges;
    this.#similarity = sides.similarity;
  }

  /** Compares predicted changes with the oracle's; undefined when a text of either is beyond the caps. */
  compare(predict: () => ChangesByPath): FileComparison[] | undefined {
    if (this.#oracle === undefined) this.#oracle = this.#prepareOracle();
    if (this.#oracle === null) return undefined;
    const predicted = predict();
    if (anyLonger(predicted.values(), this.#caps.diffCharacters)) return undefined;
    return this.#oracle.compare(predicted);
  }

  #prepareOracle(): OracleChanges | null {
    if (hasOversizedFile(this.#task, this.#caps)) return null;
    const diffs = this.#oracleChanges();
    if (anyLonger(diffs.values(), this.#caps.diffCharacters)) return null;
    return new OracleChanges(diffs, this.#similarity);
  }
}
