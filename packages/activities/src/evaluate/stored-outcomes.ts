import type { EvaluationItemRow } from '@evoline/db/queries/evaluations';
import type { DecodingOutcome, ItemOutcome } from '@evoline/domain/evaluate/item-outcome';
import type { CountedOutcome } from './item-outcomes.ts';

/** How an outcome stands in `evaluation_item`; null where every sample was excluded. */
export function outcomeRow(outcome: CountedOutcome): Omit<EvaluationItemRow, 'evaluationId'> {
  const { itemDigest, greedy, sampled, samples, excluded } = outcome;
  return {
    itemDigest,
    greedyReward: greedy?.reward ?? null,
    greedyExact: greedy && greedy.exact === 1,
    greedyWellFormed: greedy && greedy.wellFormed === 1,
    sampledReward: sampled?.reward ?? null,
    sampledExact: sampled?.exact ?? null,
    sampledWellFormed: sampled?.wellFormed ?? null,
    samples,
    excluded,
  };
}

/** An outcome as it was stored. */
export function storedOutcome(row: EvaluationItemRow): ItemOutcome {
  return {
    itemDigest: row.itemDigest,
    greedy: outcome(row.greedyReward, row.greedyExact, row.greedyWellFormed),
    sampled: outcome(row.sampledReward, row.sampledExact, row.sampledWellFormed),
  };
}

function outcome(
  reward: number | null,
  exact: number | boolean | null,
  wellFormed: number | boolean | null,
): DecodingOutcome | null {
  if (reward === null || exact === null || wellFormed === null) return null;
  return { reward, exact: Number(exact), wellFormed: Number(wellFormed) };
}
