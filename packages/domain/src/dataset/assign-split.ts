import type { Split, SplitPin, SplitRule } from '@evoline/contract/dataset';
import { contentFraction } from '../content-digest.ts';
import { matchesName } from '../mine/source-locator.ts';
import type { ItemIdentity } from './item-order.ts';

export const splitOrder = ['warm-start', 'train', 'held-out'] as const satisfies readonly Split[];

/** The split of one item under a rule; depends on the rule, the repository and the number only. */
export function assignSplit(
  rule: SplitRule,
  item: Pick<ItemIdentity, 'repository' | 'number'>,
): Split {
  const pinned = pinOf(rule.pins, item.repository);
  if (pinned !== null) return pinned;
  const { seed, shares } = rule;
  const { repository, number } = item;
  const cutBy = rule.kind === 'repository' ? [seed, repository] : [seed, repository, number];
  return splitAt(shares, contentFraction(cutBy));
}

/** The split that the first matching pin gives a repository, or null. */
export function pinOf(pins: readonly SplitPin[], repository: string): Split | null {
  return pins.find((pin) => matchesName(pin.pattern, repository))?.split ?? null;
}

function splitAt(shares: SplitRule['shares'], fraction: number): Split {
  let upTo = 0;
  for (const split of splitOrder) {
    upTo += shares[split];
    if (fraction < upTo) return split;
  }
  // Shares that add up to a hair less than 1.
  return splitOrder.findLast((split) => shares[split] > 0) ?? 'train';
}
