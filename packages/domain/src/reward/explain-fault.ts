import { rewardFaults } from '@evoline/contract/reward';
import type { RewardCategory } from '@evoline/contract/reward';
import type { EditBlock } from './edit-blocks.ts';
import { explainAmbiguity, explainSearchMiss } from './explain-search-miss.ts';
import { faultCures } from './fault-cures.ts';
import { outputExcerpt, outputPosition } from './output-position.ts';
import type { OutputExcerpt, OutputPosition } from './output-position.ts';
import type { OutputFault } from './output-fault.ts';
import type { RewardExplanation } from './reward-explanation.ts';
import type { RewardTask } from './reward-rule.ts';

/** Why an output got -1. */
export interface ExplainedFault {
  readonly category: RewardCategory;
  readonly meaning: string;
  /** What a person can do. */
  readonly cure: string;
  /** The tag, path or text that is at fault. */
  readonly detail: string;
  /** What is known of this very case; null where `meaning` says it all. */
  readonly finding: string | null;
  /** null when what is at fault is missing, and so stands nowhere. */
  readonly position: OutputPosition | null;
  readonly excerpt: OutputExcerpt | null;
}

export function explainFault(
  { codeContext }: RewardTask,
  output: string,
  { fault, edits = [] }: RewardExplanation,
): ExplainedFault | null {
  if (fault === undefined) return null;
  const { category, detail, span } = fault;
  return {
    category,
    meaning: rewardFaults[category],
    cure: faultCures[category],
    detail,
    finding: findingOf(codeContext, fault, edits),
    position: span === undefined ? null : outputPosition(output, span.start),
    excerpt: span === undefined ? null : outputExcerpt(output, span),
  };
}

function findingOf(
  codeContext: RewardTask['codeContext'],
  { category, detail, span }: OutputFault,
  edits: readonly EditBlock[],
): string | null {
  if (category === 'tag_count') {
    return `${detail} ${span === undefined ? 'does not occur' : 'occurs again here'}`;
  }
  const edit = edits.find(({ searchStart }) => searchStart === span?.start);
  if (edit === undefined) return null;
  if (category === 'search_not_found') return explainSearchMiss(codeContext, edits, edit);
  if (category === 'ambiguous_search') return explainAmbiguity(codeContext, edits, edit);
  return null;
}
