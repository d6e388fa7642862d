import type { InSplit } from './assign-splits.ts';
import type { KeptItem } from './freeze-drop.ts';
import type { FreezeFacts, WinnowedItems } from './winnow-items.ts';
import { withoutOptedOut } from './without-opted-out.ts';
import { withoutRevoked } from './without-revoked.ts';

/** A version frozen anew: its items in their splits without those that may not be used any more. */
export function withdrawItems<T extends InSplit<KeptItem>>(
  version: { readonly items: readonly T[]; readonly funnel: Readonly<Record<string, number>> },
  { optOuts, renamed, revoked }: Pick<FreezeFacts, 'optOuts' | 'renamed' | 'revoked'>,
): WinnowedItems<T> {
  const willing = withoutOptedOut(version.items, optOuts, renamed);
  const allowed = withoutRevoked(willing.items, revoked);
  const drops = [...willing.drops, ...allowed.drops];
  const funnel: Record<string, number> = { ...version.funnel, kept: allowed.items.length };
  for (const { reason } of drops) funnel[reason] = (funnel[reason] ?? 0) + 1;
  return { items: allowed.items, drops, funnel, notes: [] };
}
