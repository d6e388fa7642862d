import { z } from 'zod';
import { FailureCode } from './failures.ts';

export const Stage = z.enum(['mine', 'dataset', 'rollout', 'reward', 'train', 'evaluate']);
export type Stage = z.infer<typeof Stage>;

export const StageState = z.enum(['planned', 'running', 'waiting', 'done', 'failed', 'aborted']);
export type StageState = z.infer<typeof StageState>;

/** What may be changed when a parked stage is retried: never what would make it another run. */
export const RetryStage = z.strictObject({
  stage: Stage.optional().describe('refused unless this stage is the one that waits'),
  queue: z.string().min(1).optional().describe('task queue for the next attempts'),
  engine: z.string().min(1).optional().describe('name of another inference engine'),
  microBatch: z.int().positive().optional().describe('samples per forward and backward pass'),
});
export type RetryStage = z.infer<typeof RetryStage>;

export const AbortRun = z.strictObject({
  reason: z.string().max(500).optional().describe('shown in the run and stored'),
});
export type AbortRun = z.infer<typeof AbortRun>;

/** Why a stage waits for a person. */
export const WaitingFor = z.strictObject({
  workflowId: z.string(),
  stage: Stage,
  code: FailureCode.or(z.string()),
  reason: z.string(),
  cure: z.string(),
  attempt: z.int().positive(),
  since: z.iso.datetime(),
  deadline: z.iso.datetime(),
});
export type WaitingFor = z.infer<typeof WaitingFor>;

export const StageRow = z.strictObject({
  stage: Stage,
  state: StageState,
  progress: z.string().describe('for people, for example "12 of 80 updates"'),
  detail: z.string(),
});
export type StageRow = z.infer<typeof StageRow>;

/** Answer of the query `state`; the same facts are shown as current details. */
export const RunState = z.strictObject({
  workflow: z.string(),
  runName: z.string(),
  runId: z.string().nullable(),
  stages: z.array(StageRow),
  waiting: WaitingFor.nullable(),
  metrics: z.record(z.string(), z.number().nullable()),
  curve: z.array(z.strictObject({ step: z.int(), reward: z.number(), exact: z.number() })),
});
export type RunState = z.infer<typeof RunState>;

/** Signal `childResumed`: the stage goes on, with what the person changed. */
export const ChildResumed = z.strictObject({
  workflowId: z.string(),
  stage: Stage,
  change: RetryStage,
});
export type ChildResumed = z.infer<typeof ChildResumed>;

/** Signal `childProgress`: what a parent's page shows of a child, sent now and then. */
export const ChildProgress = z.strictObject({
  workflowId: z.string(),
  stages: z.array(StageRow),
  metrics: z.record(z.string(), z.number().nullable()),
  curve: RunState.shape.curve,
});
export type ChildProgress = z.infer<typeof ChildProgress>;

/** Signal `forwardRetry`: a parent passes `retryStage` on to the workflow that is parked. */
export const ForwardedRetry = z.strictObject({
  requestId: z.string(),
  replyTo: z.string().describe('workflow id that awaits `retryAcknowledged`'),
  change: RetryStage,
});
export type ForwardedRetry = z.infer<typeof ForwardedRetry>;

/** Signal `retryAcknowledged`: the parked workflow's answer, or its refusal in one sentence. */
export const RetryAcknowledgement = z.strictObject({
  requestId: z.string(),
  accepted: z.boolean(),
  message: z.string(),
});
export type RetryAcknowledgement = z.infer<typeof RetryAcknowledgement>;

/** Names of messages. Updates are what people press; signals are sent between parent and child. */
export const messages = {
  retryStage: 'retryStage',
  abortRun: 'abortRun',
  state: 'state',
  childParked: 'childParked',
  childResumed: 'childResumed',
  childProgress: 'childProgress',
  forwardRetry: 'forwardRetry',
  retryAcknowledged: 'retryAcknowledged',
} as const;
