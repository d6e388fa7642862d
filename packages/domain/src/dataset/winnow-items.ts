import type { DatasetRecipe } from '@evoline/contract/dataset';
import type { OptOutRule } from '../mine/repository-opt-out.ts';
import { assignSplits, type InSplit } from './assign-splits.ts';
import type { CurrentItems } from './choose-current-items.ts';
import type { FreezeDrop, KeptItem, Winnowed } from './freeze-drop.ts';
import { instantsNote, requireChosenSplits } from './split-notes.ts';
import { withinRepositoryCap } from './within-repository-cap.ts';
import { withoutAcrossSplits } from './without-across-splits.ts';
import { withoutNearDuplicates } from './without-near-duplicates.ts';
import { withoutOptedOut } from './without-opted-out.ts';
import { withoutReverted } from './without-reverted.ts';
import { withoutRevoked } from './without-revoked.ts';
import { withoutUnsettled } from './without-unsettled.ts';

/** What decides what may be in a version. */
export interface FreezeFacts {
  readonly recipe: DatasetRecipe;
  /** ISO 8601; what was merged too shortly before it waits. */
  readonly asOf: string;
  /** Those that hold today. */
  readonly optOuts: readonly OptOutRule[];
  /** All names that a repository bore, by each of them; empty for one that was never renamed. */
  readonly renamed: ReadonlyMap<string, readonly string[]>;
  /** Reasons by item digest. */
  readonly revoked: ReadonlyMap<string, string>;
}

export interface WinnowedItems<T extends KeptItem = KeptItem> {
  /** In their splits, in no order. */
  readonly items: readonly InSplit<T>[];
  readonly drops: readonly FreezeDrop[];
  /** `seen`, `kept` and one entry per reason of a drop, of mining and of freezing. */
  readonly funnel: Readonly<Record<string, number>>;
  /** What a reader should know about the splits, one line each. */
  readonly notes: readonly string[];
}

type Current<T extends KeptItem> = Pick<CurrentItems, 'reverts' | 'funnel'> & {
  readonly items: readonly T[];
};

/**
 * From what is kept to what is in a version, and in which split: leaves out what has not settled, may not be
 * used, was taken back or is nearly the same as an earlier one; cuts the rest into its splits; then caps
 * repositories and leaves nothing alike across splits. Content decides alone, never the order of arrival.
 *
 * @throws EvolineFailure input_invalid when a split with a share that was asked for gets nothing
 */
export function winnowItems<T extends KeptItem>(
  current: Current<T>,
  { recipe, asOf, optOuts, renamed, revoked }: FreezeFacts,
): WinnowedItems<T> {
  const { split: rule, settleDays, nearDuplicateSimilarity, acrossSplitsSimilarity } = recipe;
  const drops: FreezeDrop[] = [];
  const without = <U extends KeptItem>({ items, drops: own }: Winnowed<U>): readonly U[] => {
    // One by one: a hundred thousand arguments are too many for a call.
    for (const drop of own) drops.push(drop);
    return items;
  };
  const settled = without(withoutUnsettled(current.items, { settleDays, asOf }));
  const willing = without(withoutOptedOut(settled, optOuts, renamed));
  const allowed = without(withoutRevoked(willing, revoked));
  const standing = without(withoutReverted(allowed, current.reverts));
  const distinct = without(withoutNearDuplicates(standing, nearDuplicateSimilarity));
  const placed = assignSplits(rule, distinct);
  const cap = { cap: recipe.repositoryCap, seed: rule.seed };
  const capped = without(withinRepositoryCap(placed, cap));
  const items = without(withoutAcrossSplits(capped, acrossSplitsSimilarity));
  requireChosenSplits(rule, items);
  const funnel: Record<string, number> = { ...current.funnel, kept: items.length };
  for (const { reason } of drops) funnel[reason] = (funnel[reason] ?? 0) + 1;
  return { items, drops, funnel, notes: notesOf(recipe, distinct, funnel) };
}

function notesOf(
  { split: rule, acrossSplitsSimilarity: similarity }: DatasetRecipe,
  cut: readonly KeptItem[],
  funnel: Readonly<Record<string, number>>,
): string[] {
  const notes = instantsNote(rule, cut);
  const across = funnel['across_splits'] ?? 0;
  if (similarity !== null && across > 0) {
    const alike = `${Math.round(similarity * 100)} % alike`;
    notes.push(`${across} items were left out because another split holds one that is ${alike}`);
  }
  return notes;
}
