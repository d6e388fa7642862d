import { z } from 'zod';
import { EvaluateCheckpointConfig } from './evaluate.ts';
import { FreezeDatasetConfig } from './dataset.ts';
import { MinePullRequestsConfig } from './mine.ts';
import { MineNightlyConfig } from './night.ts';
import { RunPipelineConfig } from './pipeline.ts';
import type { Stage, StageState } from './steering.ts';
import { TrainPolicyConfig } from './train.ts';

export const workflowTypes = [
  'runPipeline',
  'mineNightly',
  'minePullRequests',
  'freezeDataset',
  'trainPolicy',
  'evaluateCheckpoint',
] as const;
export const WorkflowType = z.enum(workflowTypes);
export type WorkflowType = z.infer<typeof WorkflowType>;

/** A resolved configuration, tagged with its workflow. It is stored with the run. */
export const RunConfig = z.discriminatedUnion('workflow', [
  z.strictObject({ workflow: z.literal('runPipeline'), config: RunPipelineConfig }),
  z.strictObject({ workflow: z.literal('mineNightly'), config: MineNightlyConfig }),
  z.strictObject({ workflow: z.literal('minePullRequests'), config: MinePullRequestsConfig }),
  z.strictObject({ workflow: z.literal('freezeDataset'), config: FreezeDatasetConfig }),
  z.strictObject({ workflow: z.literal('trainPolicy'), config: TrainPolicyConfig }),
  z.strictObject({ workflow: z.literal('evaluateCheckpoint'), config: EvaluateCheckpointConfig }),
]);
export type RunConfig = z.infer<typeof RunConfig>;
export type ConfigOf<W extends WorkflowType> = Extract<RunConfig, { workflow: W }>['config'];

/** Asks for a run row and a resolved configuration. Idempotent on (workflowId, firstRunId). */
export interface OpenRunRequest {
  readonly workflow: WorkflowType;
  /** Already parsed against the workflow's input schema; resolution adds defaults. */
  readonly input: unknown;
  readonly workflowId: string;
  /** Temporal's first execution run id: stable over continue-as-new. */
  readonly firstRunId: string;
  readonly parentRunId?: string | undefined;
  /** Nominal time of a schedule, ISO 8601, when there is one. */
  readonly nominalTime?: string | undefined;
}

export interface OpenedRun {
  readonly runId: string;
  readonly runName: string;
  /** null only for `planOnly` where there is nothing to work on yet: the plan says what to start first. */
  readonly resolved: RunConfig | null;
  /** The resolved plan for people, one line each; shown and returned when `planOnly`. */
  readonly plan: readonly string[];
  /** Address of the Temporal UI, without a slash at the end, for absolute links in current details. */
  readonly uiUrl?: string | undefined;
}

export interface CloseRunRequest {
  readonly runId: string;
  readonly state: 'done' | 'failed' | 'aborted' | 'planned';
  readonly summary: string;
}

/** One attempt of a stage, written when it starts, waits, or ends. Idempotent on all but times. */
export interface StageAttemptRecord {
  readonly runId: string;
  readonly stage: Stage;
  readonly state: StageState;
  readonly attempt: number;
  readonly failureCode?: string | undefined;
  readonly reason?: string | undefined;
}

/** Common head of every workflow's result. */
export interface RunResult {
  readonly runId: string;
  readonly runName: string;
  readonly state: 'done' | 'planned' | 'aborted';
}

/** Asks for a lease such as `run:nightly` or `mine:github:o/n`. */
export interface LeaseRequest {
  readonly key: string;
  readonly runId: string;
  readonly seconds: number;
}
export type LeaseAnswer =
  | { readonly held: true; readonly epoch: number }
  | { readonly held: false; readonly holder: string; readonly expiresAt: string };
