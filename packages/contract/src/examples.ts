import type { z } from 'zod';
import { EvaluateCheckpointInput } from './evaluate.ts';
import { FreezeDatasetInput } from './dataset.ts';
import { MinePullRequestsInput } from './mine.ts';
import { MineNightlyInput } from './night.ts';
import { RunPipelineInput } from './pipeline.ts';
import type { WorkflowType } from './run.ts';
import { TrainPolicyInput } from './train.ts';

/** The single optional argument of each workflow: a strict object, all fields optional. */
export const workflowInputs = {
  runPipeline: RunPipelineInput,
  mineNightly: MineNightlyInput,
  minePullRequests: MinePullRequestsInput,
  freezeDataset: FreezeDatasetInput,
  trainPolicy: TrainPolicyInput,
  evaluateCheckpoint: EvaluateCheckpointInput,
} as const satisfies Record<WorkflowType, z.ZodType>;

export type InputOf<W extends WorkflowType> = z.infer<(typeof workflowInputs)[W]>;

/**
 * One valid input per workflow, for error messages, help texts and the seeded example runs. Each is
 * what a person would change first; leaving all of it out (`{}`) works too.
 */
export const workflowExamples: { readonly [W in WorkflowType]: InputOf<W> } = {
  runPipeline: { source: 'demo:', train: { steps: 40, groupSize: 8 }, evaluate: { samples: 8 } },
  mineNightly: { sources: ['github:owner/name'], atOnce: 4 },
  minePullRequests: { source: 'github:owner/name', limit: 100 },
  freezeDataset: {
    repositories: ['owner/*'],
    seed: 0,
    shares: { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 },
  },
  trainPolicy: {
    datasetVersion: 'latest',
    base: 'tiny',
    steps: 40,
    groupSize: 8,
    promptsPerStep: 8,
    evaluateEvery: 10,
  },
  evaluateCheckpoint: { policyVersion: 'latest', split: 'held-out', samples: 8 },
};
