import { groupAdvantages } from './group-advantages.ts';

/** A sample of a finished group with its score; `reward` is null when the sample was excluded. */
export interface ScoredSample {
  readonly index: number;
  readonly tokenIds: readonly number[];
  readonly logProbs: readonly number[];
  readonly reward: number | null;
}

export interface ScoredGroup {
  readonly groupId: string;
  readonly promptTokenIds: readonly number[];
  readonly samples: readonly ScoredSample[];
}

/** One row of a training batch. `keep` false masks every token of the row. */
export interface BatchRow {
  readonly groupId: string;
  readonly index: number;
  readonly promptTokenIds: readonly number[];
  readonly completionTokenIds: readonly number[];
  readonly samplerLogProbs: readonly number[];
  readonly advantage: number;
  readonly keep: boolean;
}

export interface AssembledBatch {
  readonly rows: readonly BatchRow[];
  /** false when no kept row has an advantage: an update would only move Adam's momentum. */
  readonly hasSignal: boolean;
}

/**
 * The rows of one update, in the order of the plan and then of the sample index. Samples without a
 * score stay in as masked rows, so that the shape of the batch does not depend on faults; groups
 * where all scored alike stay in too, with advantage 0, and count in the loss's denominator.
 *
 * @param groups in the order of the step's plan
 */
export function assembleBatch(groups: readonly ScoredGroup[]): AssembledBatch {
  const rows = groups.flatMap(rowsOf);
  return { rows, hasSignal: rows.some((row) => row.keep && row.advantage !== 0) };
}

function rowsOf(group: ScoredGroup): BatchRow[] {
  const samples = group.samples.toSorted((a, b) => a.index - b.index);
  const advantages_G = groupAdvantages(samples.map((sample) => sample.reward));
  return samples.map((sample, at) => ({
    groupId: group.groupId,
    index: sample.index,
    promptTokenIds: group.promptTokenIds,
    completionTokenIds: sample.tokenIds,
    samplerLogProbs: sample.logProbs,
    advantage: advantages_G[at] ?? 0,
    keep: sample.reward !== null && sample.tokenIds.length > 0,
  }));
}
