import type { Stage, RunState } from '@evoline/contract/steering';
import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Placement } from './placement.ts';

/** What continue-as-new carries of a training run: ids, where its work goes, and the small curve. */
export interface TrainCarried {
  /** The last step that was committed; 0 is the warm start. */
  readonly step: number;
  readonly policyVersion: PolicyVersionRef;
  readonly evaluations: Evaluations;
  readonly placement: Placement;
  readonly attempts: Partial<Record<Stage, number>>;
  readonly curve: RunState['curve'];
  readonly metrics: RunState['metrics'];
}

/** Evaluation ids; null where a person aborted the evaluation. */
export interface Evaluations {
  readonly baseline: string | null;
  readonly latest: string | null;
  /** The policy version that was evaluated last. */
  readonly of: string | null;
}
