import { SimilarSignatures } from '../mine/decontamination/similar-signatures.ts';
import type { SimilarSignature } from '../mine/decontamination/similar-signatures.ts';
import type { KeptItem, Winnowed } from './freeze-drop.ts';
import { compareItems } from './item-order.ts';
import type { ItemIdentity } from './item-order.ts';
import { winnow } from './winnow.ts';

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
  const taken = new SimilarSignatures<ItemIdentity>(similarity, items.length);
  return winnow(items.toSorted(byMerge), 'near_duplicate', (item) => {
    if (item.signature === null) return null;
    const first = taken.find(item.signature);
    if (first === null) taken.add(item.signature, item);
    return first === null ? null : likenessTo(first);
  });
}

/** For people: what an item is like, and how much. */
export function likenessTo({ value, similarity }: SimilarSignature<ItemIdentity>): string {
  return `${Math.round(similarity * 100)} % alike ${value.repository}#${value.number}`;
}

function byMerge(one: KeptItem, other: KeptItem): number {
  const [first, second] = [one.mergedAt ?? never, other.mergedAt ?? never];
  if (first !== second) return first < second ? -1 : 1;
  return compareItems(one, other);
}

/** Later than every date. */
const never = '~';
