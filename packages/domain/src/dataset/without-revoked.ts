import type { Winnowed } from './freeze-drop.ts';
import type { ItemIdentity } from './item-order.ts';
import { winnow } from './winnow.ts';

/** Leaves out what was revoked. @param revoked reasons by item digest */
export function withoutRevoked<T extends ItemIdentity>(
  items: readonly T[],
  revoked: ReadonlyMap<string, string>,
): Winnowed<T> {
  return winnow(items, 'revoked', ({ digest }) => revoked.get(digest) ?? null);
}
