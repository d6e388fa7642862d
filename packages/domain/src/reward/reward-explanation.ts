import type { RewardOutcome } from '@evoline/contract/reward';
import type { EditBlock } from './edit-blocks.ts';
import type { FileComparison } from './file-changes.ts';
import type { OutputFault } from './output-fault.ts';
import type { TaggedOutput } from './tagged-output.ts';

/** A score with everything it was made of; every part as far as the output could be read. */
export interface RewardExplanation {
  readonly outcome: RewardOutcome;
  /** Behind a -1: category, detail, and where in the output it stands. */
  readonly fault?: OutputFault;
  readonly tagged?: TaggedOutput;
  /** In order of appearance. */
  readonly edits?: readonly EditBlock[];
  /** Sorted by path in code point order. */
  readonly files: readonly FileComparison[];
  /** Of a combination: its parts with their weights. */
  readonly parts?: readonly ExplainedPart[];
}

export interface ExplainedPart {
  /** `name@version` */
  readonly reward: string;
  readonly weight: number;
  readonly explanation: RewardExplanation;
}
