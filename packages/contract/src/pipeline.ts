import { z } from 'zod';
import { EvaluateCheckpointInput } from './evaluate.ts';
import { FreezeDatasetInput } from './dataset.ts';
import { MinePullRequestsInput, SourceLocator } from './mine.ts';
import { TrainPolicyInput } from './train.ts';

/** `{}` runs the six stages on the default source with the defaults of each stage. */
export const RunPipelineInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  source: SourceLocator.optional(),
  mine: MinePullRequestsInput.omit({ runName: true, source: true, planOnly: true }).optional(),
  dataset: FreezeDatasetInput.omit({ runName: true, planOnly: true }).optional(),
  train: TrainPolicyInput.omit({ runName: true, datasetVersion: true, planOnly: true }).optional(),
  evaluate: EvaluateCheckpointInput.omit({
    runName: true,
    policyVersion: true,
    datasetVersion: true,
    planOnly: true,
  }).optional(),
  planOnly: z.boolean().optional(),
});
export type RunPipelineInput = z.infer<typeof RunPipelineInput>;

/** Resolved per stage when its child opens its own run; here only what the children are started with. */
export const RunPipelineConfig = z.strictObject({
  source: SourceLocator,
  mine: MinePullRequestsInput,
  dataset: FreezeDatasetInput,
  train: TrainPolicyInput,
  evaluate: EvaluateCheckpointInput,
});
export type RunPipelineConfig = z.infer<typeof RunPipelineConfig>;
