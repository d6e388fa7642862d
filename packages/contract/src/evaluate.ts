import { z } from 'zod';
import { Digest } from './artifact.ts';
import { Split } from './dataset.ts';
import { RewardChoice } from './reward.ts';
import { GroupPlan, SamplingParameters, TemplateName } from './rollout.ts';

export const EvaluateCheckpointInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  policyVersion: z
    .string()
    .min(1)
    .optional()
    .describe('<run id>:<step>, a weights digest, or latest'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('a policy version to compare with; default: version 0 of the same run'),
  datasetVersion: z.string().min(4).optional(),
  split: Split.optional(),
  samples: z.int().positive().optional().describe('k samples at T=1 per item'),
  maxItems: z.int().positive().optional(),
  template: TemplateName.optional(),
  reward: RewardChoice.optional().describe('default: what the policy was trained with'),
  engine: z.string().min(1).optional(),
  retryDeadlineHours: z.number().positive().optional(),
  planOnly: z.boolean().optional(),
});
export type EvaluateCheckpointInput = z.infer<typeof EvaluateCheckpointInput>;

export const EvaluateCheckpointConfig = z.strictObject({
  policyVersion: z.string(),
  baseline: z.string().nullable(),
  datasetVersion: Digest,
  split: Split,
  template: TemplateName,
  reward: RewardChoice,
  greedy: SamplingParameters,
  sampled: SamplingParameters,
  seed: z.int().nonnegative(),
  maxItems: z.int().positive(),
  chunkGroups: z.int().positive(),
  engine: z.string(),
  /** Host-bound work that no worker takes within this time goes to another host. */
  hostWaitSeconds: z.number().positive(),
  retryDeadlineHours: z.number().positive(),
});
export type EvaluateCheckpointConfig = z.infer<typeof EvaluateCheckpointConfig>;

/**
 * Groups of one policy version that have no outcome yet, greedy ones and sampled ones. A group that
 * was sampled but not scored is listed too: `sampleChunk` finds it finished and does not sample again.
 */
export const EvaluationPlan = z.strictObject({
  policyVersion: z.string(),
  greedy: z.array(GroupPlan),
  sampled: z.array(GroupPlan),
  items: z.int().nonnegative(),
});
export type EvaluationPlan = z.infer<typeof EvaluationPlan>;

/** An estimate with a 95 % bootstrap interval over items. */
export const Estimate = z.strictObject({
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  items: z.int().nonnegative(),
});
export type Estimate = z.infer<typeof Estimate>;

export const DecodingScores = z.strictObject({
  reward: Estimate,
  wellFormed: Estimate,
  exact: Estimate,
});
export type DecodingScores = z.infer<typeof DecodingScores>;

/** Paired comparison on the same items; McNemar's exact test on greedy exactness. */
export const Comparison = z.strictObject({
  baselineEvaluation: z.string(),
  items: z.int().nonnegative(),
  sampledReward: Estimate.describe('difference, candidate minus baseline'),
  sampledExact: Estimate,
  greedyReward: Estimate,
  greedyExactGained: z.int().nonnegative(),
  greedyExactLost: z.int().nonnegative(),
  mcnemarP: z.number(),
});
export type Comparison = z.infer<typeof Comparison>;

export const EvaluationSummary = z.strictObject({
  evaluationId: z.string(),
  policyVersion: z.string(),
  step: z.int().nonnegative(),
  weightsDigest: Digest,
  datasetVersion: Digest,
  split: Split,
  items: z.int().nonnegative(),
  excluded: z.record(z.string(), z.int().nonnegative()),
  greedy: DecodingScores,
  sampled: DecodingScores,
  comparison: Comparison.nullable(),
});
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;
