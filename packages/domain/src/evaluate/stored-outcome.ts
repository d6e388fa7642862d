import type { DecodingOutcome, ItemOutcome } from './item-outcome.ts';

/** An item's outcome as the ledger stores it; null where every sample was excluded. */
export interface StoredOutcome {
  readonly itemDigest: string;
  readonly greedyReward: number | null;
  readonly greedyExact: boolean | null;
  readonly greedyWellFormed: boolean | null;
  /** Means over the scored samples. */
  readonly sampledReward: number | null;
  readonly sampledExact: number | null;
  readonly sampledWellFormed: number | null;
}

/** Flattens an outcome for the ledger. */
export function storeOutcome({ itemDigest, greedy, sampled }: ItemOutcome): StoredOutcome {
  return {
    itemDigest,
    greedyReward: greedy?.reward ?? null,
    greedyExact: greedy && greedy.exact === 1,
    greedyWellFormed: greedy && greedy.wellFormed === 1,
    sampledReward: sampled?.reward ?? null,
    sampledExact: sampled?.exact ?? null,
    sampledWellFormed: sampled?.wellFormed ?? null,
  };
}

/** Reads it back. */
export function readOutcome(stored: StoredOutcome): ItemOutcome {
  const { greedyReward, greedyExact, greedyWellFormed } = stored;
  const { sampledReward, sampledExact, sampledWellFormed } = stored;
  return {
    itemDigest: stored.itemDigest,
    greedy: outcomeOf(greedyReward, greedyExact, greedyWellFormed),
    sampled: outcomeOf(sampledReward, sampledExact, sampledWellFormed),
  };
}

function outcomeOf(
  reward: number | null,
  exact: number | boolean | null,
  wellFormed: number | boolean | null,
): DecodingOutcome | null {
  if (reward === null || exact === null || wellFormed === null) return null;
  return { reward, exact: Number(exact), wellFormed: Number(wellFormed) };
}
