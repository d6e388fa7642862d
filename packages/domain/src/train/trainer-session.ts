import type { TrainPolicyConfig } from '@evoline/contract/train';
import { type TrainerSession, trainerProtocol } from '@evoline/contract/trainer-protocol';
import { sessionName } from './encode-batch.ts';

/** Where a session starts on this host. Paths are the host's. */
export interface SessionStart {
  readonly baseWeightsDigest: string;
  readonly basePolicy: string;
  readonly resume: { readonly recoveryDirectory: string; readonly updatesDone: number } | null;
  readonly microBatch: number;
}

/** Seeds of NumPy, which the trainer seeds too, have 32 bits. */
const seedLimit = 2 ** 32;

/** What a trainer is told for a whole run; equal configurations make equal sessions. */
export function trainerSession(config: TrainPolicyConfig, start: SessionStart): TrainerSession {
  const { optimizer, sampling, adaptation } = config;
  return {
    protocol: trainerProtocol,
    run: sessionName(start.baseWeightsDigest),
    base_policy: start.basePolicy,
    resume: start.resume && {
      recovery_dir: start.resume.recoveryDirectory,
      updates_done: start.resume.updatesDone,
    },
    adaptation: adaptation.kind,
    lora: adaptation.kind === 'lora' ? { rank: adaptation.rank, alpha: adaptation.alpha } : null,
    total_updates: config.steps,
    samples_per_update: config.promptsPerStep * sampling.samples,
    group_size: sampling.samples,
    micro_batch: start.microBatch,
    max_completion_tokens: sampling.maxCompletionTokens,
    temperature: sampling.temperature,
    learning_rate: optimizer.learningRate,
    warmup_updates: optimizer.warmupUpdates,
    adam_beta1: optimizer.adamBeta1,
    adam_beta2: optimizer.adamBeta2,
    adam_epsilon: optimizer.adamEpsilon,
    weight_decay: optimizer.weightDecay,
    max_grad_norm: optimizer.maxGradNorm,
    epsilon_low: optimizer.epsilonLow,
    epsilon_high: optimizer.epsilonHigh,
    loss_type: optimizer.lossType,
    seed: config.seed % seedLimit,
    torch_threads: config.torchThreads,
  };
}
