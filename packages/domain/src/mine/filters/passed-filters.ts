import type { PullRequestItem } from '@evoline/contract/mine';
import { type DropReason, dropReasons, type FilterConfig } from '@evoline/contract/mining-filters';
import type { Filter, FilterFacts } from './filter.ts';
import { filters } from './filters.ts';
import { factsOfItem } from './passed-facts.ts';
import { type Finding, findingOf, type MinedBy } from './passed-findings.ts';

/**
 * What is known of how an item passed a filter. `in_part`: the item does not tell all that was asked, see
 * `untold`; `idle`: the run gave it nothing to ask for; `off`: switched off; `refuses_now`: the filter of today would drop it.
 */
export type PassedOutcome = 'passed' | 'in_part' | 'idle' | 'off' | 'refuses_now';

/** Why one filter let an item pass. */
export interface PassedFilter extends Finding {
  readonly reason: DropReason;
  /** What the filter drops for. */
  readonly because: string;
  readonly outcome: PassedOutcome;
}

/** Every filter of the funnel on a kept item, in their order, under the configuration of the run that mined it. */
export function passedFilters(item: PullRequestItem, minedBy: MinedBy): readonly PassedFilter[] {
  const facts = factsOfItem(item);
  const off: readonly DropReason[] = minedBy.filters.off;
  return filters.map((filter) => {
    const { reason } = filter;
    const head = { reason, because: dropReasons[reason] };
    const finding = findingOf(reason, item, facts, minedBy);
    const refusal = refusalOf(filter, facts, minedBy.filters);
    if (off.includes(reason))
      return { ...head, ...finding, ...offFinding(refusal), outcome: 'off' };
    // What .gitattributes allowed is not stored, and without it the filter may refuse.
    if (refusal !== null && reason !== 'generated_code') {
      return { ...head, ...finding, text: refusal, outcome: 'refuses_now' };
    }
    const { untold, isIdle = false } = finding;
    const outcome = isIdle ? 'idle' : untold === undefined ? 'passed' : 'in_part';
    return { ...head, ...finding, outcome };
  });
}

function offFinding(refusal: string | null): Pick<Finding, 'text'> {
  return { text: refusal === null ? 'switched off' : `switched off; else: ${refusal}` };
}

function refusalOf({ refuses }: Filter, facts: FilterFacts, config: FilterConfig): string | null {
  return (
    refuses.origin?.(facts.origin, config) ??
    refuses.commits?.(facts.commits, config) ??
    refuses.root?.(facts.root, config) ??
    refuses.paths?.(facts.paths, config) ??
    refuses.sizes?.(facts.sizes, config) ??
    refuses.patch?.(facts.patch, config) ??
    refuses.contents?.(facts.contents, config) ??
    refuses.change?.(facts.change, config) ??
    refuses.item?.(facts.item, config) ??
    null
  );
}
