import { EvolineFailure } from '@evoline/contract/failures';
import type { TrainPolicyConfig, TrainPolicyInput } from '@evoline/contract/train';
import { resolveReward } from '../reward/reward-choice.ts';
import { requireDataset, requireItems } from './require-dataset.ts';
import type { ResolutionFacts } from './resolution-facts.ts';
import {
  defaultEngine,
  defaultHostWaitSeconds,
  defaultRetryDeadlineHours,
  defaultReward,
  optimizerDefaults,
  trainDefaultsOf,
} from './train-defaults.ts';
import type { TrainDefaults } from './train-defaults.ts';

/** @throws EvolineFailure input_invalid, not_found, nothing_to_work_on */
export function resolveTrainConfig(
  input: TrainPolicyInput,
  facts: Pick<ResolutionFacts, 'dataset'>,
): TrainPolicyConfig {
  const dataset = requireDataset(input.datasetVersion, facts.dataset);
  const config = { ...settingsOf(input), datasetVersion: dataset.digest };
  requireItems(dataset, 'train');
  requireItems(dataset, 'held-out');
  if (config.warmStart.steps > 0) requireItems(dataset, 'warm-start');
  return config;
}

/** Everything about a training run but its dataset version. */
export function settingsOf(input: TrainPolicyInput): Omit<TrainPolicyConfig, 'datasetVersion'> {
  const base = input.base ?? 'tiny';
  const defaults = trainDefaultsOf(base);
  const samples = input.groupSize ?? defaults.groupSize;
  const promptsPerStep = input.promptsPerStep ?? defaults.promptsPerStep;
  return {
    base,
    promptsPerStep,
    adaptation: adaptationOf(input, defaults),
    sampling: samplingOf(input, samples, defaults),
    optimizer: optimizerOf(input, defaults),
    warmStart: warmStartOf(input.warmStart ?? {}, defaults),
    steps: input.steps ?? defaults.steps,
    template: input.template ?? defaults.template,
    reward: resolveReward(input.reward ?? defaultReward),
    seed: input.seed ?? 0,
    deterministic: true,
    torchThreads: 1,
    microBatch: input.microBatch ?? samples * promptsPerStep,
    recoveryEvery: defaults.recoveryEvery,
    chunkGroups: defaults.chunkGroups,
    evaluateEvery: input.evaluateEvery ?? defaults.evaluateEvery,
    evaluationSamples: input.evaluationSamples ?? defaults.evaluationSamples,
    maxEvaluationItems: input.maxEvaluationItems ?? defaults.maxEvaluationItems,
    engine: input.engine ?? defaultEngine,
    hostWaitSeconds: defaultHostWaitSeconds,
    retryDeadlineHours: input.retryDeadlineHours ?? defaultRetryDeadlineHours,
  };
}

function adaptationOf(
  { adaptation, loraRank }: TrainPolicyInput,
  defaults: TrainDefaults,
): TrainPolicyConfig['adaptation'] {
  if (adaptation === 'lora') {
    const rank = loraRank ?? defaults.loraRank;
    return { kind: 'lora', rank, alpha: 2 * rank };
  }
  if (loraRank === undefined) return { kind: 'full' };
  throw new EvolineFailure('input_invalid', 'loraRank: needs adaptation "lora"');
}

function samplingOf(
  input: TrainPolicyInput,
  samples: number,
  defaults: TrainDefaults,
): TrainPolicyConfig['sampling'] {
  return {
    samples,
    temperature: input.temperature ?? 1,
    maxCompletionTokens: input.maxCompletionTokens ?? defaults.maxCompletionTokens,
    maxPromptTokens: input.maxPromptTokens ?? defaults.maxPromptTokens,
  };
}

function optimizerOf(
  input: TrainPolicyInput,
  defaults: TrainDefaults,
): TrainPolicyConfig['optimizer'] {
  return {
    ...optimizerDefaults,
    learningRate: input.learningRate ?? defaults.learningRate,
    lossType: input.lossType ?? 'dapo',
  };
}

function warmStartOf(
  input: NonNullable<TrainPolicyInput['warmStart']>,
  { warmStart: defaults }: TrainDefaults,
): TrainPolicyConfig['warmStart'] {
  return {
    steps: input.steps ?? defaults.steps,
    batchSize: input.batchSize ?? defaults.batchSize,
    learningRate: input.learningRate ?? defaults.learningRate,
    maxDemonstrations: input.maxDemonstrations ?? defaults.maxDemonstrations,
    flawShares: defaults.flawShares,
  };
}
