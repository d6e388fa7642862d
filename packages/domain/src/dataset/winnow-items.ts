import type { CurrentItems } from './choose-current-items.ts';
import type { FreezeDrop, KeptItem } from './freeze-drop.ts';
import { withoutNearDuplicates } from './without-near-duplicates.ts';
import { withoutReverted } from './without-reverted.ts';

export interface WinnowedItems {
  readonly items: readonly KeptItem[];
  readonly drops: readonly FreezeDrop[];
  /** `seen`, `kept` and one entry per reason of a drop, of mining and of freezing. */
  readonly funnel: Readonly<Record<string, number>>;
}

/** Leaves out what only the other pull requests can tell: reverted later, nearly the same as an earlier one. */
export function winnowItems(current: CurrentItems, similarity: number | null): WinnowedItems {
  const standing = withoutReverted(current.items, current.reverts);
  const { items, drops: duplicates } = withoutNearDuplicates(standing.items, similarity);
  const drops = [...standing.drops, ...duplicates];
  const funnel: Record<string, number> = { ...current.funnel, kept: items.length };
  for (const { reason } of drops) funnel[reason] = (funnel[reason] ?? 0) + 1;
  return { items, drops, funnel };
}
