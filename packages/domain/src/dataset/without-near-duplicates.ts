import { readSignature } from '../mine/decontamination/min-hash.ts';
import { SimilarSignatures } from '../mine/decontamination/similar-signatures.ts';
import type { FreezeDrop, KeptItem, Winnowed } from './freeze-drop.ts';
import { compareItems } from './item-order.ts';

/**
 * Leaves out changes that are nearly the same as an earlier one, within and across repositories. The one
 * that was merged first stays; among equals repository and number decide. The answer depends on the items
 * and not on the order in which they were mined, which is why it is given here and not by the miner.
 */
export function withoutNearDuplicates<T extends KeptItem>(
  items: readonly T[],
  similarity: number | null,
): Winnowed<T> {
  if (similarity === null) return { items, drops: [] };
  const taken = new SimilarSignatures<T>();
  const drops: FreezeDrop[] = [];
  const kept: T[] = [];
  for (const item of items.toSorted(byMerge)) {
    const signature = item.signature === null ? null : readSignature(item.signature);
    const first = signature === null ? null : taken.find(signature, similarity);
    if (first !== null) {
      const { repository, number } = first.value;
      const evidence = `${Math.round(first.similarity * 100)} % alike ${repository}#${number}`;
      drops.push({ item, reason: 'near_duplicate', evidence });
      continue;
    }
    if (signature !== null) taken.add(signature, item);
    kept.push(item);
  }
  return { items: kept, drops };
}

function byMerge(one: KeptItem, other: KeptItem): number {
  const [first, second] = [one.mergedAt ?? never, other.mergedAt ?? never];
  if (first !== second) return first < second ? -1 : 1;
  return compareItems(one, other);
}

/** Later than every date. */
const never = '~';
