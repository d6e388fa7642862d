import { contentFraction } from '../content-digest.ts';
import type { Winnowed } from './freeze-drop.ts';
import type { ItemIdentity } from './item-order.ts';
import { winnow } from './winnow.ts';

/**
 * Leaves every repository at most `cap` items, chosen by hash(seed, repository, number): the same ones on
 * any day and in any order of arrival, and of every split in proportion.
 */
export function withinRepositoryCap<T extends ItemIdentity>(
  items: readonly T[],
  { cap, seed }: { readonly cap: number | null; readonly seed: number },
): Winnowed<T> {
  if (cap === null) return { items, drops: [] };
  const over = new Set<T>();
  for (const own of Map.groupBy(items, ({ repository }) => repository).values()) {
    if (own.length <= cap) continue;
    // Not the hash that cuts the splits: the cap would take all of its items from one of them.
    const places = own.map((item) => ({
      item,
      at: contentFraction(['cap', seed, item.repository, item.number]),
    }));
    for (const { item } of places.toSorted((a, b) => a.at - b.at).slice(cap)) over.add(item);
  }
  return winnow(items, 'repository_cap', (item) =>
    over.has(item) ? `${cap} of ${item.repository} are in` : null,
  );
}
