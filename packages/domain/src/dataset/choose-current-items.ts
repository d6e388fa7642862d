import type { RevertedChange } from '@evoline/contract/mine';
import type { KeptItem } from './freeze-drop.ts';
import { compareItems } from './item-order.ts';
import type { Revert } from './without-reverted.ts';

/** A verdict of mining on one pull request. `digest` is null when it was dropped. */
export interface MinedVerdict extends Omit<KeptItem, 'digest'> {
  readonly digest: string | null;
  /** Why it was dropped; null when it was kept. */
  readonly reason: string | null;
  /** What it takes back; null when it is no revert. */
  readonly reverts: RevertedChange | null;
  /** ISO 8601, UTC, always of one precision. */
  readonly minedAt: string;
}

export interface CurrentItems {
  /** One item per kept pull request, in canonical order. */
  readonly items: readonly KeptItem[];
  readonly reverts: readonly Revert[];
  /** `seen`, `kept` and one entry per reason of a drop. */
  readonly funnel: Readonly<Record<string, number>>;
}

/**
 * The newest verdict on each pull request counts: an edited one replaces its older item, and one that
 * was dropped last is out. The order of the verdicts does not matter.
 */
export function chooseCurrentItems(verdicts: readonly MinedVerdict[]): CurrentItems {
  const newest = new Map<string, MinedVerdict>();
  for (const verdict of verdicts) {
    const key = `${verdict.repository}#${verdict.number}`;
    const known = newest.get(key);
    if (known === undefined || isNewer(verdict, known)) newest.set(key, verdict);
  }
  const items: KeptItem[] = [];
  const reverts: Revert[] = [];
  const funnel: Record<string, number> = { seen: newest.size, kept: 0 };
  for (const { digest, reason, reverts: reverted, minedAt: _at, ...known } of newest.values()) {
    if (digest !== null) items.push({ ...known, digest });
    if (reverted !== null) reverts.push({ ...known, reverts: reverted });
    const counted = digest === null ? (reason ?? 'unknown') : 'kept';
    funnel[counted] = (funnel[counted] ?? 0) + 1;
  }
  return { items: items.toSorted(compareItems), reverts, funnel };
}

function isNewer(a: MinedVerdict, b: MinedVerdict): boolean {
  if (a.minedAt !== b.minedAt) return a.minedAt > b.minedAt;
  // Two runs at one instant: any rule will do, as long as it does not depend on the order.
  return (a.digest ?? '') > (b.digest ?? '');
}
