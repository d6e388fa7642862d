import type { Split, SplitPin, SplitRule } from '@evoline/contract/dataset';
import { contentFraction } from '../content-digest.ts';
import { matchesName } from '../mine/source-locator.ts';
import { splitAt, type SplitFacts } from './split-shares.ts';
import { stratifiedSplits } from './stratified-splits.ts';
import { splitByTime } from './time-splits.ts';

/** An item with its split. */
export type InSplit<T> = T & { readonly split: Split };

/**
 * Gives every item its split, in the order of the items. Depends on the rule and the set of items and not
 * on their order. What is cut by `repository` or `pull-request` and not stratified stays where it is
 * when others come or go; quantiles move with the set.
 */
export function assignSplits<T extends SplitFacts>(
  rule: SplitRule,
  items: readonly T[],
): InSplit<T>[] {
  const pinned = pinsByName(rule.pins, items);
  const free = items.filter((item) => pinned.get(item.repository) === null);
  const splitOf = splitter(rule, free);
  return items.map((item) => ({
    ...item,
    split: pinned.get(item.repository) ?? splitOf(item),
  }));
}

function splitter(rule: SplitRule, free: readonly SplitFacts[]): (item: SplitFacts) => Split {
  if (rule.kind === 'time') return splitByTime(rule, free);
  if (rule.stratifyBy !== null) return stratifiedSplits(rule, free);
  const { seed, shares } = rule;
  if (rule.kind === 'pull-request') {
    return ({ repository, number }) => splitAt(shares, contentFraction([seed, repository, number]));
  }
  const known = new Map<string, Split>();
  return ({ repository }) => {
    const split = known.get(repository) ?? splitAt(shares, contentFraction([seed, repository]));
    known.set(repository, split);
    return split;
  };
}

/** The split that the first matching pin gives a repository, or null. */
export function pinOf(pins: readonly SplitPin[], repository: string): Split | null {
  return pins.find((pin) => matchesName(pin.pattern, repository))?.split ?? null;
}

/** The split that each repository is pinned to, or null; a pattern is tried once a repository. */
export function pinsByName(
  pins: readonly SplitPin[],
  items: readonly Pick<SplitFacts, 'repository'>[],
): ReadonlyMap<string, Split | null> {
  const names = new Set(items.map(({ repository }) => repository));
  return new Map([...names].map((name) => [name, pinOf(pins, name)]));
}
