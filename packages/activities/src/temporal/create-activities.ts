import type {
  MineActivities,
  PipelineActivities,
  RewardActivities,
  RolloutActivities,
  TrainActivities,
} from '@evoline/contract/activities';
import type { Role } from '@evoline/contract/queues';
import type { DatasetDeps } from '../dataset/dataset-deps.ts';
import { freezeDataset } from '../dataset/freeze-dataset.ts';
import { summariseEvaluation } from '../evaluate/summarise-evaluation.ts';
import { closeRun, recordStage } from '../ledger/close-run.ts';
import { commitIdleStep } from '../ledger/commit-idle-step.ts';
import { acquireLease, releaseLease } from '../ledger/lease.ts';
import type { LedgerDeps } from '../ledger/ledger-deps.ts';
import { openRun } from '../ledger/open-run.ts';
import { planEvaluation } from '../ledger/plan-evaluation.ts';
import { planStep } from '../ledger/plan-step.ts';
import { closeNightSource } from '../mine/close-night-source.ts';
import { closeRepository } from '../mine/close-repository.ts';
import { countingQuota } from '../mine/counting-quota.ts';
import { extractItems } from '../mine/extract-items.ts';
import { hydratePullRequests } from '../mine/hydrate-pull-requests.ts';
import type { MineDeps } from '../mine/mine-deps.ts';
import { nightTurn } from '../mine/night-turn.ts';
import { openSource } from '../mine/open-source.ts';
import { pagePullRequests } from '../mine/page-pull-requests.ts';
import { planNight } from '../mine/plan-night.ts';
import { planQuota } from '../mine/plan-quota.ts';
import { reportNight } from '../mine/report-night.ts';
import { withPulse } from '../pulse.ts';
import { freezeBatch } from '../reward/freeze-batch.ts';
import type { ScoreDeps } from '../reward/reward-deps.ts';
import { scoreGroups } from '../reward/score-groups.ts';
import { findEngine } from '../rollout/find-engine.ts';
import { publishPolicy } from '../rollout/publish-policy.ts';
import type { RolloutDeps } from '../rollout/rollout-deps.ts';
import { sampleChunk } from '../rollout/sample-chunk.ts';
import { closeTrainer } from '../train/close-trainer.ts';
import { findTrainHost } from '../train/find-train-host.ts';
import type { TrainDeps } from '../train/train-deps.ts';
import { updatePolicy } from '../train/update-policy.ts';
import { warmStartPolicy } from '../train/warm-start-policy.ts';
import { temporalActivities } from './temporal-activity.ts';

/** What the activities of each role work with. */
export interface RoleDeps {
  readonly pipeline: LedgerDeps;
  readonly mine: MineDeps & DatasetDeps;
  readonly rollout: RolloutDeps;
  readonly reward: ScoreDeps;
  readonly train: TrainDeps;
}

/** The interface that each role implements; its queues are in the contract's `queues.ts`. */
export interface RoleActivities {
  readonly pipeline: PipelineActivities;
  readonly mine: MineActivities;
  readonly rollout: RolloutActivities;
  readonly reward: RewardActivities;
  readonly train: TrainActivities;
}

type Registry = { readonly [R in Role]: (deps: RoleDeps[R]) => RoleActivities[R] };

/** Every activity by the role that runs it: the contract's interfaces, bound and wrapped for Temporal. */
export const createActivities: Registry = {
  pipeline: (deps) =>
    temporalActivities<PipelineActivities>({
      openRun: (request) => openRun(deps, request),
      closeRun: (request) => closeRun(deps, request),
      recordStage: (request) => recordStage(deps, request),
      acquireLease: (request) => acquireLease(deps, request),
      releaseLease: (request) => releaseLease(deps, request),
      planStep: (request) => planStep(deps, request),
      commitIdleStep: (request) => commitIdleStep(deps, request),
      planEvaluation: (request) => planEvaluation(deps, request),
    }),
  mine: (deps) =>
    temporalActivities<MineActivities>({
      planQuota: (request, context) =>
        countingQuota(deps, request, context, (counted) => planQuota(deps, request, counted)),
      openSource: (request, context) =>
        countingQuota(deps, request, context, (counted) => openSource(deps, request, counted)),
      pagePullRequests: (request, context) =>
        countingQuota(deps, request, context, (counted) =>
          pagePullRequests(deps, request, counted),
        ),
      hydratePullRequests: (request, context) =>
        countingQuota(deps, request, context, (counted) =>
          hydratePullRequests(deps, request, counted),
        ),
      extractItems: (request, context) => extractItems(deps, request, context),
      closeRepository: (request) => closeRepository(deps, request),
      freezeDataset: (request, context) =>
        withPulse(
          context,
          async () => {},
          () => freezeDataset(deps, request),
        ),
      planNight: (request) => planNight(deps, request),
      nightTurn: (request) => nightTurn(deps, request),
      closeNightSource: (request) => closeNightSource(deps, request),
      reportNight: (request) => reportNight(deps, request),
    }),
  rollout: (deps) =>
    temporalActivities<RolloutActivities>({
      findEngine: (request, context) => findEngine(deps, request, context),
      publishPolicy: (request, context) => publishPolicy(deps, request, context),
      sampleChunk: (request, context) => sampleChunk(deps, request, context),
    }),
  reward: (deps) =>
    temporalActivities<RewardActivities>({
      scoreGroups: (request, context) => scoreGroups(deps, request, context),
      freezeBatch: (request) => freezeBatch(deps, request),
      summariseEvaluation: (request) => summariseEvaluation(deps, request),
    }),
  train: (deps) =>
    temporalActivities<TrainActivities>({
      findTrainHost: () => findTrainHost(deps),
      warmStartPolicy: (request, context) => warmStartPolicy(deps, request, context),
      updatePolicy: (request, context) => updatePolicy(deps, request, context),
      closeTrainer: (request) => closeTrainer(deps, request),
    }),
};
