import type { ArtifactRef } from './artifact.ts';
import type { DatasetVersionSummary } from './dataset.ts';
import type { EvaluationPlan, EvaluationSummary } from './evaluate.ts';
import type {
  HydratedPage,
  MineSummary,
  PageCursor,
  PullRequestPage,
  SourceOpening,
  SourceRepository,
} from './mine.ts';
import type {
  NightOutcome,
  NightPlan,
  NightReport,
  NightReportRequest,
  NightTurn,
} from './night.ts';
import type { QuotaPlan } from './quota-plan.ts';
import type {
  EngineFacts,
  PublishRequest,
  PublishedPolicy,
  SampleChunkRequest,
  SampleChunkResult,
} from './rollout.ts';
import type {
  CloseRunRequest,
  LeaseAnswer,
  LeaseRequest,
  OpenRunRequest,
  OpenedRun,
  StageAttemptRecord,
} from './run.ts';
import type {
  FrozenBatch,
  PolicyVersionRef,
  StepPlan,
  UpdatePolicyRequest,
  UpdateResult,
  WarmStartRequest,
} from './train.ts';

/** Queue `pipeline`: the ledger. Short, database only. */
export interface PipelineActivities {
  openRun(request: OpenRunRequest): Promise<OpenedRun>;
  closeRun(request: CloseRunRequest): Promise<void>;
  recordStage(record: StageAttemptRecord): Promise<void>;
  acquireLease(request: LeaseRequest): Promise<LeaseAnswer>;
  releaseLease(request: { key: string; runId: string; epoch: number }): Promise<void>;
  planStep(request: { runId: string; step: number; fromPolicyVersion: string }): Promise<StepPlan>;
  /** A batch without signal: records its step, advances the cursor, keeps the policy version. */
  commitIdleStep(request: {
    runId: string;
    step: number;
    fromPolicyVersion: string;
    batch: ArtifactRef;
    epoch: number;
  }): Promise<PolicyVersionRef>;
  planEvaluation(request: { runId: string; policyVersion: string }): Promise<EvaluationPlan>;
}

/** Queue `mine`: GitHub and git; also freezes datasets. */
export interface MineActivities {
  /** What mining would cost of GitHub's quota, in sentences; best effort. */
  planQuota(request: { runId: string }): Promise<QuotaPlan>;
  openSource(request: { runId: string }): Promise<SourceOpening>;
  pagePullRequests(request: {
    runId: string;
    repository: SourceRepository;
    cursor: PageCursor | null;
  }): Promise<PullRequestPage>;
  hydratePullRequests(request: {
    runId: string;
    repository: SourceRepository;
    page: ArtifactRef;
    /** Of the wait before; absent or null: from the start. */
    cursor?: PageCursor | null;
  }): Promise<HydratedPage>;
  /** Idempotent on (run, repository, number); writes items and the reason of every drop. */
  extractItems(request: {
    runId: string;
    repository: SourceRepository;
    page: ArtifactRef;
  }): Promise<MineSummary>;
  /** Moves the watermark of the repository after its last page; returns the run's totals. */
  closeRepository(request: { runId: string; repository: SourceRepository }): Promise<MineSummary>;
  freezeDataset(request: { runId: string }): Promise<DatasetVersionSummary>;
  /** Writes down what a night sets out to do. The first plan of a run stays. */
  planNight(request: { runId: string }): Promise<NightPlan>;
  /** The sources after a position (-1: from the first on) that have not ended yet. */
  nightTurn(request: { runId: string; after: number; most: number }): Promise<NightTurn>;
  /** Notes how a source ended, once; counts its failures and frees what its child still held. */
  closeNightSource(request: { runId: string; outcome: NightOutcome }): Promise<{
    /** Why the source takes no part from now on; null: it does. */
    readonly quarantined: string | null;
  }>;
  /** Tells the morning report, once: the first one of a run stays. */
  reportNight(request: NightReportRequest): Promise<NightReport>;
}

/** Queues `gpu-rollout` and `gpu-rollout.<engine>`: beside the inference engine. */
export interface RolloutActivities {
  /** Which engine this is, and the queue of its host. */
  findEngine(request: { engine: string }): Promise<EngineFacts>;
  publishPolicy(request: PublishRequest): Promise<PublishedPolicy>;
  sampleChunk(request: SampleChunkRequest): Promise<SampleChunkResult>;
}

/** Queue `reward`: CPU. */
export interface RewardActivities {
  scoreGroups(request: { runId: string; groupIds: readonly string[] }): Promise<{
    scored: number;
    excluded: Record<string, number>;
  }>;
  freezeBatch(request: {
    runId: string;
    step: number;
    fromPolicyVersion: string;
    groupIds: readonly string[];
  }): Promise<FrozenBatch>;
  summariseEvaluation(request: {
    runId: string;
    policyVersion: string;
    baselineEvaluation: string | null;
  }): Promise<EvaluationSummary>;
}

/** Queues `gpu-train` and `gpu-train.<host>`: owns the trainer process. */
export interface TrainActivities {
  findTrainHost(): Promise<{ host: string; queue: string }>;
  warmStartPolicy(request: WarmStartRequest): Promise<PolicyVersionRef>;
  updatePolicy(request: UpdatePolicyRequest): Promise<UpdateResult>;
  /** Ends the warm trainer session of a run, if there is one on this host. */
  closeTrainer(request: { runId: string }): Promise<void>;
}
