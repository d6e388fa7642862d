import type { DatasetVersionSummary } from './dataset.ts';
import type { EvaluationSummary } from './evaluate.ts';
import type { LostRepository, MineSummary } from './mine.ts';
import type { NightReport, NightVersion } from './night.ts';
import type { RunResult, WorkflowType } from './run.ts';
import type { PolicyVersionRef } from './train.ts';

/** What a `planOnly` run returns: the resolved plan, one line each. */
export interface PlannedResult extends RunResult {
  readonly state: 'planned';
  readonly plan: readonly string[];
}

/** What a run returns that `abortRun` ended. */
export interface AbortedResult extends RunResult {
  readonly state: 'aborted';
  readonly reason: string;
}

interface DoneResult extends RunResult {
  readonly state: 'done';
}

export interface MineResult extends DoneResult {
  readonly mined: MineSummary;
  readonly repositories: number;
  readonly lost?: readonly LostRepository[];
}

/** One source of a night: its counts, or why it failed. */
export interface NightlySource {
  readonly source: string;
  readonly mined: MineSummary | null;
  readonly failure: string | null;
}

export interface NightlyResult extends DoneResult {
  readonly nominalTime: string;
  readonly sources: number;
  readonly seen: number;
  readonly added: number;
  /** Sources that failed, at most 50 of them. */
  readonly failed: readonly NightlySource[];
  /** null for a night that was begun before there were reports. */
  readonly report: NightReport | null;
  readonly dataset: NightVersion;
}

export interface FreezeResult extends DoneResult {
  readonly dataset: DatasetVersionSummary;
}

export interface TrainResult extends DoneResult {
  readonly datasetVersion: string;
  readonly policyVersion: PolicyVersionRef;
  readonly steps: number;
  /** null when a person aborted the evaluation. */
  readonly baselineEvaluation: string | null;
  readonly finalEvaluation: string | null;
}

export interface EvaluateResult extends DoneResult {
  readonly evaluation: EvaluationSummary;
}

export interface PipelineResult extends DoneResult {
  readonly mined: MineSummary;
  readonly datasetVersion: string;
  readonly policyVersion: PolicyVersionRef;
  readonly evaluation: EvaluationSummary;
}

/** What each workflow returns when it was neither planned nor aborted. */
export interface DoneResults {
  readonly runPipeline: PipelineResult;
  readonly mineNightly: NightlyResult;
  readonly minePullRequests: MineResult;
  readonly freezeDataset: FreezeResult;
  readonly trainPolicy: TrainResult;
  readonly evaluateCheckpoint: EvaluateResult;
}

export type WorkflowResult<W extends WorkflowType = WorkflowType> =
  | DoneResults[W]
  | PlannedResult
  | AbortedResult;
