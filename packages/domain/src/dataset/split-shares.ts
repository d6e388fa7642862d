import type { Split, SplitShares } from '@evoline/contract/dataset';
import type { KeptItem } from './freeze-drop.ts';

export const splitOrder = ['warm-start', 'train', 'held-out'] as const satisfies readonly Split[];

/** What a split rule looks at. */
export type SplitFacts = Pick<KeptItem, 'repository' | 'number' | 'mergedAt' | 'language'>;

/** The split at a point of the shares laid end to end. @param fraction in [0, 1) */
export function splitAt(shares: SplitShares, fraction: number): Split {
  let upTo = 0;
  for (const split of splitOrder) {
    upTo += shares[split];
    if (fraction < upTo) return split;
  }
  // Shares that add up to a hair less than 1.
  return splitOrder.findLast((split) => shares[split] > 0) ?? 'train';
}
