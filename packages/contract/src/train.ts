import { z } from 'zod';
import { ArtifactRef, Digest } from './artifact.ts';
import { RewardChoice } from './reward.ts';
import { GroupPlan, SamplingParameters, TemplateName } from './rollout.ts';

export const LossType = z.enum(['dapo', 'grpo', 'dr_grpo']);

export const FlawShares = z.strictObject({
  'no-think': z.number().min(0).max(1),
  'no-solution-tags': z.number().min(0).max(1),
  'no-path': z.number().min(0).max(1),
  'no-op': z.number().min(0).max(1),
  'wrong-fix': z.number().min(0).max(1),
});
export type FlawShares = z.infer<typeof FlawShares>;

export const WarmStartInput = z.strictObject({
  steps: z.int().nonnegative().optional().describe('0 registers the base as it is'),
  batchSize: z.int().positive().optional(),
  learningRate: z.number().positive().optional(),
  maxDemonstrations: z.int().positive().optional(),
});

export const TrainPolicyInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  datasetVersion: z.string().min(4).optional().describe('digest, a prefix of it, or latest'),
  base: z
    .string()
    .min(1)
    .optional()
    .describe('tiny, or a Hugging Face folder on the training host'),
  adaptation: z.enum(['full', 'lora']).optional(),
  loraRank: z.int().positive().optional(),
  groupSize: z.int().min(2).optional().describe('G'),
  promptsPerStep: z.int().positive().optional(),
  steps: z.int().positive().optional().describe('GRPO updates'),
  maxPromptTokens: z.int().positive().optional(),
  maxCompletionTokens: z.int().positive().optional(),
  temperature: z.number().positive().optional(),
  learningRate: z.number().positive().optional(),
  lossType: LossType.optional(),
  seed: z.int().nonnegative().optional(),
  evaluateEvery: z.int().nonnegative().optional().describe('0: only before and after'),
  evaluationSamples: z.int().positive().optional(),
  maxEvaluationItems: z.int().positive().optional(),
  template: TemplateName.optional(),
  reward: RewardChoice.optional(),
  engine: z.string().min(1).optional(),
  warmStart: WarmStartInput.optional(),
  microBatch: z.int().positive().optional(),
  retryDeadlineHours: z.number().positive().optional(),
  planOnly: z.boolean().optional(),
});
export type TrainPolicyInput = z.infer<typeof TrainPolicyInput>;

export const WarmStartConfig = z.strictObject({
  steps: z.int().nonnegative(),
  batchSize: z.int().positive(),
  learningRate: z.number().positive(),
  maxDemonstrations: z.int().positive(),
  flawShares: FlawShares,
});
export type WarmStartConfig = z.infer<typeof WarmStartConfig>;

/** What TRL is told. Names follow packages/policy's session file. */
export const OptimizerConfig = z.strictObject({
  learningRate: z.number().positive(),
  warmupUpdates: z.int().nonnegative(),
  adamBeta1: z.number(),
  adamBeta2: z.number(),
  adamEpsilon: z.number().positive(),
  weightDecay: z.number().nonnegative(),
  maxGradNorm: z.number().positive(),
  epsilonLow: z.number().positive(),
  epsilonHigh: z.number().positive(),
  lossType: LossType,
});
export type OptimizerConfig = z.infer<typeof OptimizerConfig>;

export const TrainPolicyConfig = z.strictObject({
  datasetVersion: Digest,
  base: z.string(),
  adaptation: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('full') }),
    z.strictObject({
      kind: z.literal('lora'),
      rank: z.int().positive(),
      alpha: z.number().positive(),
    }),
  ]),
  promptsPerStep: z.int().positive(),
  steps: z.int().positive(),
  sampling: SamplingParameters,
  template: TemplateName,
  reward: RewardChoice,
  optimizer: OptimizerConfig,
  warmStart: WarmStartConfig,
  seed: z.int().nonnegative(),
  deterministic: z.boolean(),
  torchThreads: z.int().positive(),
  microBatch: z.int().positive(),
  /** Recovery state (optimizer, schedule, RNG) is kept every so many updates. */
  recoveryEvery: z.int().positive(),
  chunkGroups: z.int().positive().describe('groups per sampleChunk activity'),
  evaluateEvery: z.int().nonnegative(),
  evaluationSamples: z.int().positive(),
  maxEvaluationItems: z.int().positive(),
  engine: z.string(),
  /** Host-bound work that no worker takes within this time goes to another host. */
  hostWaitSeconds: z.number().positive(),
  retryDeadlineHours: z.number().positive(),
});
export type TrainPolicyConfig = z.infer<typeof TrainPolicyConfig>;

/** A committed policy version: `id` is `<run id>:<step>`, step 0 is the warm start. */
export const PolicyVersionRef = z.strictObject({
  id: z.string(),
  runId: z.string(),
  step: z.int().nonnegative(),
  weightsDigest: Digest,
});
export type PolicyVersionRef = z.infer<typeof PolicyVersionRef>;

export const StepPlan = z.strictObject({
  step: z.int().positive(),
  fromPolicyVersion: z.string(),
  groups: z.array(GroupPlan),
  /** Set when the step was committed by an earlier attempt: nothing is done again. */
  committed: PolicyVersionRef.nullable(),
});
export type StepPlan = z.infer<typeof StepPlan>;

export const StepMetrics = z.strictObject({
  reward: z.number().nullable(),
  wellFormed: z.number().nullable().describe('share of scored samples'),
  exact: z.number().nullable().describe('share of scored samples'),
  zeroVarianceGroups: z.number().nullable().describe('share of scored groups'),
  truncated: z.number().nullable().describe('share of samples that ended at the length cap'),
  excluded: z.int().nonnegative(),
});
export type StepMetrics = z.infer<typeof StepMetrics>;

/** The complete, replayable input of one update, named by its digest. */
export const FrozenBatch = z.strictObject({
  step: z.int().positive(),
  batch: ArtifactRef,
  samples: z.int().nonnegative(),
  hasSignal: z.boolean().describe('false: all advantages are zero, the policy version is kept'),
  metrics: StepMetrics,
});
export type FrozenBatch = z.infer<typeof FrozenBatch>;

export const UpdatePolicyRequest = z.strictObject({
  runId: z.string(),
  step: z.int().positive(),
  fromPolicyVersion: z.string(),
  batch: ArtifactRef,
  microBatch: z.int().positive().nullable(),
  epoch: z.int().nonnegative(),
});
export type UpdatePolicyRequest = z.infer<typeof UpdatePolicyRequest>;

export const UpdateResult = z.strictObject({
  policyVersion: PolicyVersionRef,
  metrics: z.record(z.string(), z.number()),
});
export type UpdateResult = z.infer<typeof UpdateResult>;

export const WarmStartRequest = z.strictObject({ runId: z.string(), epoch: z.int().nonnegative() });
export type WarmStartRequest = z.infer<typeof WarmStartRequest>;
