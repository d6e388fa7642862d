import type { ExcludeReason } from '@evoline/contract/rollout';
import type { PartLoss } from './part-outcome.ts';

/** Why an output whose judging was lost has no reward. */
export const lossReasons: Readonly<Record<PartLoss, ExcludeReason>> = {
  timeout: 'score_timeout',
  out_of_memory: 'score_out_of_memory',
  thread_died: 'grader_error',
  threw: 'grader_error',
};
