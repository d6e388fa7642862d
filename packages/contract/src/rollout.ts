import { z } from 'zod';
import { Digest } from './artifact.ts';

/** `name@version` of a prompt template. */
export const TemplateName = z.enum(['swe-rl@1', 'compact@1']);
export type TemplateName = z.infer<typeof TemplateName>;

/** Sampling parameters as sent; what the engine says it used is recorded beside them. */
export const SamplingParameters = z.strictObject({
  samples: z.int().positive().describe('G: samples in a group'),
  temperature: z.number().nonnegative().describe('0 is greedy'),
  maxCompletionTokens: z.int().positive(),
  maxPromptTokens: z.int().positive(),
});
export type SamplingParameters = z.infer<typeof SamplingParameters>;

/** One group to sample: prompt x G. `groupId` is derived from (run, purpose, item, policy version, seed). */
export const GroupPlan = z.strictObject({
  groupId: z.string(),
  itemDigest: Digest,
  seed: z.int().nonnegative(),
});
export type GroupPlan = z.infer<typeof GroupPlan>;

/** Groups sampled together on one engine; each is durable as soon as it has finished. */
export const SampleChunkRequest = z.strictObject({
  runId: z.string(),
  purpose: z.enum(['train', 'evaluate']),
  step: z.int().nonnegative(),
  policyVersion: z.string(),
  engine: z.string(),
  template: TemplateName,
  sampling: SamplingParameters,
  groups: z.array(GroupPlan).min(1),
});
export type SampleChunkRequest = z.infer<typeof SampleChunkRequest>;

export const excludeReasons = {
  prompt_over_budget: 'the prompt has more tokens than the budget',
  prompt_not_renderable: 'the item has no file content to show',
  engine_fault: 'the engine failed for this group after its retries',
  log_probs_missing: 'the engine left out log-probs or token ids',
  wrong_policy_version: 'the engine served another policy version',
  over_size_cap: 'the change is larger than the grader accepts',
  score_timeout: 'scoring this output took longer than one output may take',
  score_out_of_memory: 'scoring this output took more memory than one thread may have',
  grader_error: 'the grader failed',
} as const;
export type ExcludeReason = keyof typeof excludeReasons;
export const ExcludeReason = z.enum(
  Object.keys(excludeReasons) as [ExcludeReason, ...ExcludeReason[]],
);

export const SampleChunkResult = z.strictObject({
  finished: z.int().nonnegative(),
  reused: z.int().nonnegative().describe('groups that an earlier attempt had finished'),
  excluded: z.record(z.string(), z.int().nonnegative()),
  completionTokens: z.int().nonnegative(),
});
export type SampleChunkResult = z.infer<typeof SampleChunkResult>;

/** One sample as stored in the group's blob. Log-probs are natural logarithms at the sampling temperature. */
export const SampleRecord = z.strictObject({
  index: z.int().nonnegative(),
  text: z.string(),
  tokenIds: z.array(z.int().nonnegative()),
  logProbs: z.array(z.number()),
  finishReason: z.string(),
});
export type SampleRecord = z.infer<typeof SampleRecord>;

/** One blob per group: everything the engine was asked and answered. */
export const GroupRecord = z.strictObject({
  format: z.literal('evoline.group.v1'),
  groupId: z.string(),
  itemDigest: Digest,
  template: TemplateName,
  templateDigest: Digest,
  prompt: z.string(),
  promptTokenIds: z.array(z.int().nonnegative()),
  sampling: SamplingParameters,
  seed: z.int().nonnegative(),
  engineBuild: z.string(),
  servedName: z.string(),
  weightsDigestAtDispatch: Digest,
  weightsDigestAtFinish: Digest,
  samples: z.array(SampleRecord),
});
export type GroupRecord = z.infer<typeof GroupRecord>;

/** What an engine is and which queue its host polls. */
export const EngineFacts = z.strictObject({
  engine: z.string(),
  kind: z.enum(['evoline-policy', 'vllm']),
  build: z.string(),
  queue: z.string(),
});
export type EngineFacts = z.infer<typeof EngineFacts>;

export const PublishRequest = z.strictObject({
  runId: z.string(),
  policyVersion: z.string(),
  engine: z.string(),
});
export type PublishRequest = z.infer<typeof PublishRequest>;

export const PublishedPolicy = z.strictObject({
  servedName: z.string(),
  weightsDigest: Digest,
  engineBuild: z.string(),
});
export type PublishedPolicy = z.infer<typeof PublishedPolicy>;
