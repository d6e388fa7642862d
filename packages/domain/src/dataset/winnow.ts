import type { FreezeReason } from '@evoline/contract/dataset';
import type { FreezeDrop, Winnowed } from './freeze-drop.ts';
import type { ItemIdentity } from './item-order.ts';

/** Leaves out every item for which there is evidence of the reason. */
export function winnow<T extends ItemIdentity>(
  items: readonly T[],
  reason: FreezeReason,
  evidenceOf: (item: T) => string | null,
): Winnowed<T> {
  const drops: FreezeDrop[] = [];
  const kept: T[] = [];
  for (const item of items) {
    const evidence = evidenceOf(item);
    if (evidence === null) kept.push(item);
    else drops.push({ item: identityOf(item), reason, evidence });
  }
  return { items: kept, drops };
}

// A drop outlives the item, whose signature is large.
function identityOf({ digest, repository, number }: ItemIdentity): ItemIdentity {
  return { digest, repository, number };
}
