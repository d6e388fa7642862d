import { z } from 'zod';
import { Digest } from './artifact.ts';
import { LossType } from './train.ts';

/**
 * What the TypeScript side and `packages/policy` say to each other: JSON lines over standard input
 * and output of a child process. Both sides refuse unknown fields.
 */
export const trainerProtocol = 1;

/** The session file of `python -m evoline_policy.update --session FILE`. Paths are the host's. */
export const TrainerSession = z.strictObject({
  protocol: z.literal(trainerProtocol),
  run: z.string().min(1),
  /** Folder in Hugging Face format: the policy of step 0, whatever is resumed. */
  base_policy: z.string().min(1),
  resume: z
    .strictObject({ recovery_dir: z.string().min(1), updates_done: z.int().positive() })
    .nullable(),
  adaptation: z.enum(['full', 'lora']),
  lora: z.strictObject({ rank: z.int().positive(), alpha: z.number().positive() }).nullable(),
  total_updates: z.int().positive(),
  samples_per_update: z.int().positive(),
  group_size: z.int().min(2),
  micro_batch: z.int().positive(),
  max_completion_tokens: z.int().positive(),
  temperature: z.number().positive(),
  learning_rate: z.number().positive(),
  warmup_updates: z.int().nonnegative(),
  adam_beta1: z.number().min(0).lt(1),
  adam_beta2: z.number().min(0).lt(1),
  adam_epsilon: z.number().positive(),
  weight_decay: z.number().nonnegative(),
  max_grad_norm: z.number().positive(),
  epsilon_low: z.number().positive(),
  epsilon_high: z.number().positive(),
  loss_type: LossType,
  /** NumPy's seeds have 32 bits. */
  seed: z
    .int()
    .nonnegative()
    .lt(2 ** 32),
  torch_threads: z.int().positive(),
});
export type TrainerSession = z.infer<typeof TrainerSession>;

export const UpdateCommand = z.strictObject({
  id: z.string().min(1),
  op: z.literal('update'),
  /** Path of the frozen batch file. */
  batch: z.string().min(1),
  /** A folder that does not exist yet; policy and recovery are written below it. */
  out: z.string().min(1),
  save_recovery: z.boolean(),
  /** Refused with `digest_mismatch` unless the child holds exactly these weights. */
  expect_from_digest: Digest,
});
export type UpdateCommand = z.infer<typeof UpdateCommand>;

export const CloseCommand = z.strictObject({ id: z.string().min(1), op: z.literal('close') });
export const TrainerCommand = z.discriminatedUnion('op', [UpdateCommand, CloseCommand]);
export type TrainerCommand = z.infer<typeof TrainerCommand>;

export const TrainerErrorCode = z.enum([
  'batch_invalid',
  'digest_mismatch',
  'non_finite_loss',
  'out_of_memory',
  'save_failed',
  'internal',
]);
export type TrainerErrorCode = z.infer<typeof TrainerErrorCode>;

export const TrainerReady = z.strictObject({
  event: z.literal('ready'),
  weights_digest: Digest,
  updates_done: z.int().nonnegative(),
  /** Versions of what a digest depends on: python, torch, transformers, trl, peft. */
  versions: z.record(z.string(), z.string()),
  torch_threads: z.int().positive(),
});
export type TrainerReady = z.infer<typeof TrainerReady>;

/** A sign of life. `id` is absent while the session is being set up. */
export const TrainerProgress = z.looseObject({
  event: z.literal('progress'),
  id: z.string().optional(),
  phase: z.string(),
});
export type TrainerProgress = z.infer<typeof TrainerProgress>;

export const UpdateDone = z.strictObject({
  event: z.literal('done'),
  id: z.string(),
  from_digest: Digest,
  weights_digest: Digest,
  updates_done: z.int().positive(),
  metrics: z.record(z.string(), z.number()),
  policy_dir: z.string().min(1),
  recovery_dir: z.string().min(1).nullable(),
});
export type UpdateDone = z.infer<typeof UpdateDone>;

export const TrainerFailed = z.strictObject({
  event: z.literal('failed'),
  id: z.string().optional(),
  code: TrainerErrorCode,
  message: z.string(),
});
export type TrainerFailed = z.infer<typeof TrainerFailed>;

/** One line on the trainer's standard output. */
export const TrainerEvent = z.discriminatedUnion('event', [
  TrainerReady,
  TrainerProgress,
  UpdateDone,
  TrainerFailed,
]);
export type TrainerEvent = z.infer<typeof TrainerEvent>;

/** The request file of `python -m evoline_policy.warm_start --request FILE`. */
export const WarmStartCommand = z.strictObject({
  protocol: z.literal(trainerProtocol),
  /** `tiny`, or a folder in Hugging Face format. */
  base: z.string().min(1),
  tiny: z
    .strictObject({
      hidden: z.int().positive(),
      layers: z.int().positive(),
      heads: z.int().positive(),
      mlp: z.int().positive(),
      vocabulary_limit: z.int().min(300),
      initializer_range: z.number().positive(),
      rope_theta: z.number().positive(),
      max_positions: z.int().positive(),
    })
    .nullable(),
  /** A file of JSON lines {prompt, answer}. */
  demonstrations: z.string().min(1),
  steps: z.int().nonnegative(),
  batch_size: z.int().positive(),
  learning_rate: z.number().positive(),
  seed: z.int().nonnegative(),
  torch_threads: z.int().positive(),
  /** A folder that does not exist yet. */
  out: z.string().min(1),
});
export type WarmStartCommand = z.infer<typeof WarmStartCommand>;

export const WarmStartDone = z.strictObject({
  event: z.literal('done'),
  weights_digest: Digest,
  parameters: z.int().positive(),
  vocabulary_size: z.int().positive(),
  loss: z.number().nullable(),
});
export type WarmStartDone = z.infer<typeof WarmStartDone>;

/** One line on the warm start's standard output. */
export const WarmStartEvent = z.discriminatedUnion('event', [
  TrainerProgress,
  WarmStartDone,
  TrainerFailed,
]);
export type WarmStartEvent = z.infer<typeof WarmStartEvent>;
