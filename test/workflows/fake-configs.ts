import type { ConfigOf, WorkflowType } from '@evoline/contract/run';
import { defaultContext } from '@evoline/domain/mine/context/context-config';
import { defaultFilters } from '@evoline/domain/mine/mine-config';
import { digestOf } from './fake-digest.ts';

const datasetVersion = digestOf('dataset');
const sampling = {
  samples: 4,
  temperature: 1,
  maxCompletionTokens: 64,
  maxPromptTokens: 256,
};

/** What the fake `openRun` resolves; durations are short. */
export const defaultConfigs: { readonly [W in WorkflowType]: ConfigOf<W> } = {
  runPipeline: { source: 'demo:', mine: {}, dataset: {}, train: { steps: 2 }, evaluate: {} },
  mineNightly: {
    sources: ['demo:one', 'demo:two', 'demo:three'],
    atOnce: 2,
    limit: null,
    nominalTime: '2026-01-01T03:30:00.000Z',
    repositoriesPerRun: 200,
  },
  minePullRequests: {
    source: 'demo:',
    limit: null,
    filters: defaultFilters,
    context: defaultContext,
    editedIssues: 'keep',
    benchmarks: [],
    hydrateWidth: 10,
    extractChunk: 50,
    pagesPerRun: 50,
  },
  freezeDataset: {
    repositories: [],
    split: {
      kind: 'repository',
      seed: 0,
      shares: { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 },
      pins: [],
    },
    nearDuplicateSimilarity: null,
  },
  trainPolicy: {
    datasetVersion,
    base: 'tiny',
    adaptation: { kind: 'full' },
    promptsPerStep: 4,
    steps: 3,
    sampling,
    template: 'compact@1',
    reward: 'swe-rl@1',
    optimizer: {
      learningRate: 1e-3,
      warmupUpdates: 0,
      adamBeta1: 0.9,
      adamBeta2: 0.999,
      adamEpsilon: 1e-8,
      weightDecay: 0,
      maxGradNorm: 1,
      epsilonLow: 0.2,
      epsilonHigh: 0.2,
      lossType: 'dapo',
    },
    warmStart: {
      steps: 10,
      batchSize: 8,
      learningRate: 1e-3,
      maxDemonstrations: 100,
      flawShares: {
        'no-think': 0,
        'no-solution-tags': 0,
        'no-path': 0,
        'no-op': 0,
        'wrong-fix': 0,
      },
    },
    seed: 0,
    deterministic: true,
    torchThreads: 1,
    microBatch: 4,
    recoveryEvery: 5,
    chunkGroups: 2,
    evaluateEvery: 2,
    evaluationSamples: 4,
    maxEvaluationItems: 2,
    engine: 'default',
    hostWaitSeconds: 5,
    retryDeadlineHours: 1,
  },
  evaluateCheckpoint: {
    policyVersion: 'a-run:3',
    baseline: 'a-run:0',
    datasetVersion,
    split: 'held-out',
    template: 'compact@1',
    reward: 'swe-rl@1',
    greedy: { ...sampling, samples: 1, temperature: 0 },
    sampled: sampling,
    seed: 0,
    maxItems: 2,
    chunkGroups: 2,
    engine: 'default',
    hostWaitSeconds: 5,
    retryDeadlineHours: 1,
  },
};
