import type { PullRequestItem } from '@evoline/contract/mine';

/** An item before its context is chosen, or of a run that shows none. */
export const noContext: Pick<PullRequestItem, 'context' | 'contextBy'> = {
  context: [],
  contextBy: { method: 'none', model: null },
};
