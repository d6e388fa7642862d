import type { Split } from '@evoline/contract/dataset';
import { SimilarSignatures } from '../mine/decontamination/similar-signatures.ts';
import type { InSplit } from './assign-splits.ts';
import type { FreezeDrop, KeptItem, Winnowed } from './freeze-drop.ts';
import { compareItems } from './item-order.ts';
import { winnow } from './winnow.ts';
import { likenessTo } from './without-near-duplicates.ts';

type Item = InSplit<KeptItem>;

/** What is measured on must not have been trained on; what comes later gives way. */
const precedence = ['held-out', 'train', 'warm-start'] as const satisfies readonly Split[];

/**
 * Leaves no two items of different splits that are alike by `similarity` or more: the one in the split of
 * lower precedence goes, `held-out` before `train` before `warm-start`. Within a split all stay.
 */
export function withoutAcrossSplits<T extends Item>(
  items: readonly T[],
  similarity: number | null,
): Winnowed<T> {
  if (similarity === null) return { items, drops: [] };
  const higher = new SimilarSignatures<Item>(similarity, items.length);
  const kept: T[] = [];
  const drops: FreezeDrop[] = [];
  for (const split of precedence) {
    const own = items.filter((item) => item.split === split).toSorted(compareItems);
    const winnowed = winnow(own, 'across_splits', ({ signature }) => {
      const alike = signature === null ? null : higher.find(signature);
      return alike === null ? null : `${likenessTo(alike)} in ${alike.value.split}`;
    });
    for (const item of winnowed.items) {
      kept.push(item);
      // Nothing comes after the last one.
      if (item.signature !== null && split !== 'warm-start') higher.add(item.signature, item);
    }
    drops.push(...winnowed.drops);
  }
  return { items: kept, drops };
}
