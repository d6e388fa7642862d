import type { Comparison, Estimate } from '@evoline/contract/evaluate';
import { bootstrapEstimate } from './bootstrap-estimate.ts';
import type { DecodingOutcome, ItemOutcome } from './item-outcome.ts';
import { mcnemarExactP } from './mcnemar.ts';

type PairedComparison = Omit<Comparison, 'baselineEvaluation'>;

/**
 * Compares two policy versions on the items that both were scored on, item by item: differences
 * (candidate less baseline) with bootstrap intervals, and McNemar's exact test on greedy exactness.
 *
 * @returns null when no item was scored for both under both decodings
 */
export function compareOutcomes(
  candidate: readonly ItemOutcome[],
  baseline: readonly ItemOutcome[],
  seed: string,
): PairedComparison | null {
  const pairs = pairScored(candidate, baseline);
  if (pairs.length === 0) return null;
  const difference = (name: string, valueOf: (outcome: ScoredItem) => number): Estimate =>
    bootstrapEstimate(
      pairs.map(([after, before]) => valueOf(after) - valueOf(before)),
      `${seed}/${name}`,
    );
  const gained = pairs.filter(([after, before]) => isExact(after) && !isExact(before)).length;
  const lost = pairs.filter(([after, before]) => !isExact(after) && isExact(before)).length;
  return {
    items: pairs.length,
    sampledReward: difference('sampled reward', ({ sampled }) => sampled.reward),
    sampledExact: difference('sampled exact', ({ sampled }) => sampled.exact),
    greedyReward: difference('greedy reward', ({ greedy }) => greedy.reward),
    greedyExactGained: gained,
    greedyExactLost: lost,
    mcnemarP: mcnemarExactP(gained, lost),
  };
}

interface ScoredItem {
  readonly greedy: DecodingOutcome;
  readonly sampled: DecodingOutcome;
}

function pairScored(
  candidate: readonly ItemOutcome[],
  baseline: readonly ItemOutcome[],
): [ScoredItem, ScoredItem][] {
  const before = new Map(baseline.map((outcome) => [outcome.itemDigest, scored(outcome)]));
  return candidate
    .toSorted((a, b) => (a.itemDigest < b.itemDigest ? -1 : 1))
    .flatMap((outcome) => {
      const pair = [scored(outcome), before.get(outcome.itemDigest)] as const;
      return pair[0] && pair[1] ? [[pair[0], pair[1]] satisfies [ScoredItem, ScoredItem]] : [];
    });
}

function scored({ greedy, sampled }: ItemOutcome): ScoredItem | undefined {
  return greedy && sampled ? { greedy, sampled } : undefined;
}

function isExact({ greedy }: ScoredItem): boolean {
  return greedy.exact === 1;
}
