import type { Split, SplitRule } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { pinsByName } from './assign-splits.ts';
import { defaultShares } from './default-splits.ts';
import { splitOrder, type SplitFacts } from './split-shares.ts';
import { chosenInstants } from './time-splits.ts';

interface Placed {
  readonly repository: string;
  readonly split: Split;
}

/** What a reader should know about how the items came to their splits, one line each. */
export function splitNotes(rule: SplitRule, items: readonly Placed[]): string[] {
  const free = [...pinsByName(rule.pins, items).values()].filter((pinned) => pinned === null);
  const empty = emptySplits(items);
  const notes: string[] = [];
  if (rule.kind === 'pull-request' && free.length > 0) {
    notes.push(
      `${free.length === 1 ? '1 repository stands' : `${free.length} repositories stand`} in several splits, cut by pull request: held-out numbers may flatter`,
    );
  }
  if (empty.length > 0) {
    notes.push(`no items in ${empty.join(' and ')}: mine more, or choose another seed or shares`);
  }
  return notes;
}

/** Where a rule by time without instants cut, and how to cut there again; else nothing. */
export function instantsNote(rule: SplitRule, items: readonly SplitFacts[]): string[] {
  if (rule.kind !== 'time' || rule.at !== null) return [];
  const pinned = pinsByName(rule.pins, items);
  const free = items.filter(({ repository }) => pinned.get(repository) === null);
  const at = chosenInstants(rule, free);
  if (at === null) return [];
  return [`cut by time where the shares fall; splitAt ${JSON.stringify(at)} keeps it there`];
}

/** @throws EvolineFailure input_invalid when shares or instants that somebody chose leave a split empty */
export function requireChosenSplits(rule: SplitRule, items: readonly Placed[]): void {
  const chosen = rule.kind === 'time' && rule.at !== null ? 'splitAt' : 'shares';
  if (items.length === 0 || (chosen === 'shares' && isDefault(rule))) return;
  const empty = emptySplits(items).find((split) => rule.shares[split] > 0);
  if (empty === undefined) return;
  const repositories = new Set(items.map(({ repository }) => repository)).size;
  const cut = `${items.length} items of ${repositories} repositories, cut by ${rule.kind}`;
  const hint =
    chosen === 'splitAt'
      ? 'choose other instants, or give the split no share'
      : 'mine more, choose another seed or splitBy, or give it no share';
  throw new EvolineFailure('input_invalid', `${chosen}: ${empty} gets none of ${cut}: ${hint}`);
}

function emptySplits(items: readonly Placed[]): Split[] {
  const filled = new Set(items.map(({ split }) => split));
  return splitOrder.filter((split) => !filled.has(split));
}

function isDefault({ shares }: SplitRule): boolean {
  return splitOrder.every((split) => shares[split] === defaultShares[split]);
}
