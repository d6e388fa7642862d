import type { FlawShares, OptimizerConfig, TrainPolicyConfig } from '@evoline/contract/train';

/** What a training run does when nobody says otherwise. */
export interface TrainDefaults extends Pick<
  TrainPolicyConfig,
  'template' | 'promptsPerStep' | 'steps' | 'recoveryEvery' | 'chunkGroups' | 'evaluateEvery'
> {
  readonly groupSize: number;
  readonly maxPromptTokens: number;
  readonly maxCompletionTokens: number;
  readonly learningRate: number;
  readonly loraRank: number;
  readonly evaluationSamples: number;
  readonly maxEvaluationItems: number;
  readonly warmStart: TrainPolicyConfig['warmStart'];
}

const noFlaws: FlawShares = {
  'no-think': 0,
  'no-solution-tags': 0,
  'no-path': 0,
  'no-op': 0,
  'wrong-fix': 0,
};

/** For the base `tiny`: a policy of about a million parameters that learns in minutes on one core. */
const tiny: TrainDefaults = {
  template: 'compact@1',
  groupSize: 8,
  promptsPerStep: 8,
  steps: 60,
  maxPromptTokens: 256,
  maxCompletionTokens: 64,
  learningRate: 3e-4,
  loraRank: 8,
  recoveryEvery: 5,
  chunkGroups: 8,
  evaluateEvery: 20,
  evaluationSamples: 4,
  maxEvaluationItems: 128,
  warmStart: {
    steps: 450,
    batchSize: 16,
    learningRate: 3e-3,
    maxDemonstrations: 4000,
    // Flawed on purpose: imitation alone cannot beat this mix, only the reward can.
    flawShares: {
      'no-think': 0.12,
      'no-solution-tags': 0.12,
      'no-path': 0.1,
      'no-op': 0.1,
      'wrong-fix': 0.16,
    },
  },
};

/** For a Hugging Face folder: the paper's context of 16 k tokens (SWE-RL §2.1), the base as it is. */
const large: TrainDefaults = {
  ...tiny,
  template: 'swe-rl@1',
  maxPromptTokens: 12_288,
  maxCompletionTokens: 4096,
  learningRate: 1e-6,
  loraRank: 16,
  warmStart: { ...tiny.warmStart, steps: 0, learningRate: 1e-5, flawShares: noFlaws },
};

export function trainDefaultsOf(base: string): TrainDefaults {
  return base === 'tiny' ? tiny : large;
}

/** What TRL is told besides the learning rate and the loss. */
export const optimizerDefaults: Omit<OptimizerConfig, 'learningRate' | 'lossType'> = {
  warmupUpdates: 5,
  adamBeta1: 0.9,
  adamBeta2: 0.99,
  adamEpsilon: 1e-8,
  weightDecay: 0,
  maxGradNorm: 1,
  epsilonLow: 0.2,
  epsilonHigh: 0.2,
};

export const defaultReward = 'search-replace@1';
export const defaultEngine = 'default';
export const defaultRetryDeadlineHours = 72;
/** A host that is alive takes its work within seconds. */
export const defaultHostWaitSeconds = 120;
