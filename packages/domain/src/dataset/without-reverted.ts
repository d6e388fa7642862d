import type { RevertedChange } from '@evoline/contract/mine';
import type { FreezeDrop, KeptItem, Winnowed } from './freeze-drop.ts';

/** A pull request that takes another one back, kept or not. */
export interface Revert {
  readonly repository: string;
  readonly number: number;
  readonly head: string | null;
  readonly landed: string | null;
  readonly reverts: RevertedChange;
}

type Target = Pick<Revert, 'repository' | 'number' | 'head' | 'landed'>;

/** Leaves out what a later pull request took back for good: a revert that was itself reverted is none. */
export function withoutReverted<T extends KeptItem>(
  items: readonly T[],
  reverts: readonly Revert[],
): Winnowed<T> {
  const standing = new Map<string, Revert[]>();
  const revertOf = (target: Target) =>
    standing.get(target.repository)?.find((revert) => takesBack(revert, target));
  for (const revert of reverts.toSorted((a, b) => b.number - a.number)) {
    if (revertOf(revert) !== undefined) continue;
    standing.set(revert.repository, [...(standing.get(revert.repository) ?? []), revert]);
  }
  const drops: FreezeDrop[] = [];
  const kept = items.filter((item) => {
    const revert = revertOf(item);
    if (revert === undefined) return true;
    const evidence = `taken back by ${revert.repository}#${revert.number}`;
    drops.push({ item, reason: 'reverted_later', evidence });
    return false;
  });
  return { items: kept, drops };
}

function takesBack({ number, reverts }: Revert, target: Target): boolean {
  if (target.number >= number) return false;
  const { pullRequest, commit } = reverts;
  if (pullRequest !== null) return pullRequest === target.number;
  return (
    commit !== null && [target.head, target.landed].some((id) => id?.startsWith(commit) === true)
  );
}
