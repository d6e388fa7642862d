import { z } from 'zod';
import { LossType } from './train.ts';

/** Losses by the name of who published them. */
export const LossPreset = z.enum(['swe-rl-paper', 'grpo', 'dr-grpo', 'dapo']);
export type LossPreset = z.infer<typeof LossPreset>;

/** Schulman's estimators of KL(policy || reference) on sampled tokens. */
export const KlEstimator = z.enum(['k1', 'k2', 'k3']);
export type KlEstimator = z.infer<typeof KlEstimator>;

/** The pull towards the reference policy. In the reward it has no gradient of its own. */
export const KlTerm = z.discriminatedUnion('place', [
  z.strictObject({
    place: z.literal('loss'),
    coefficient: z.number().positive().describe('beta'),
    estimator: KlEstimator,
    weighted: z.boolean().describe('times the ratio, so that the gradient of k3 is that of KL'),
  }),
  z.strictObject({
    place: z.literal('reward'),
    coefficient: z.number().positive().describe('beta; times the sum over the tokens'),
    estimator: KlEstimator,
  }),
]);
export type KlTerm = z.infer<typeof KlTerm>;

/**
 * What makes up for a sampler that is not quite the policy. `clip`: the ratio is to the sampler and
 * clipping is all. `truncate`: the ratio is to the policy before the update, and each token is
 * weighted by min(policy before the update / sampler, cap).
 */
export const SamplerCorrection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clip') }),
  z.strictObject({ kind: z.literal('truncate'), cap: z.number().positive() }),
]);
export type SamplerCorrection = z.infer<typeof SamplerCorrection>;

/** Everything that decides the loss of an update, from rewards on. */
export const LossConfig = z.strictObject({
  lossType: LossType,
  epsilonLow: z.number().positive(),
  epsilonHigh: z.number().positive(),
  kl: KlTerm.nullable(),
  samplerCorrection: SamplerCorrection,
  advantageScale: z.enum(['group-deviation', 'none']),
  zeroVarianceGroups: z
    .enum(['count', 'refill'])
    .describe('count: they stay in the batch with advantage 0; refill: others take their places'),
  overlongSamples: z
    .enum(['train', 'mask'])
    .describe('samples that ended at the length cap: their score counts in the group either way'),
});
export type LossConfig = z.infer<typeof LossConfig>;

/** What a person may say beside a preset. */
export const PresetValues = z.strictObject({
  learningRate: z.number().positive().optional(),
  temperature: z.number().positive().optional(),
  epsilon: z.number().positive().optional().describe('both sides; epsilonHigh overrides the upper'),
  epsilonHigh: z.number().positive().optional(),
  klCoefficient: z.number().nonnegative().optional().describe('beta; 0: no KL term'),
});
export type PresetValues = z.infer<typeof PresetValues>;
