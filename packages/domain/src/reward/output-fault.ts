import type { RewardCategory, RewardOutcome } from '@evoline/contract/reward';
import type { TextSpan } from './python-strip.ts';

/** A fault of an output, before it becomes a reward. */
export interface OutputFault {
  readonly category: RewardCategory;
  /** The tag, path or text that is at fault, shortened. */
  readonly detail: string;
  /** Where in the output, in UTF-16 units; left out when what is at fault is missing. */
  readonly span?: TextSpan;
}

/** The outcome of a fault. Where it stands is no part of what is stored. */
export function faultOutcome({ category, detail }: OutputFault): RewardOutcome {
  return { outcome: 'fault', value: -1, category, detail };
}
