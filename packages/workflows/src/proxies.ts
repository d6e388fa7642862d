import type {
  MineActivities,
  PipelineActivities,
  RewardActivities,
  RolloutActivities,
  TrainActivities,
} from '@evoline/contract/activities';
import { queues } from '@evoline/contract/queues';
import {
  ActivityCancellationType,
  ChildWorkflowCancellationType,
  proxyActivities,
  type ActivityOptions,
} from '@temporalio/workflow';

/**
 * Every timeout, retry bound and heartbeat bound of activities; what the workflows bound themselves stands in
 * `bounds.ts`. A retryable failure gives up after `maximumAttempts`; GPU work then parks (`parking.ts`), everything else fails its run.
 */

/** The default is TRY_CANCEL: a cancelled run would end while its GPU child lives on. */
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

export const childCancellationType = ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED;

/** About five minutes of attempts: a restart of PostgreSQL is shorter than that. */
const outlastDatabaseRestart = {
  initialInterval: '500 milliseconds',
  backoffCoefficient: 2,
  maximumInterval: '20 seconds',
  maximumAttempts: 20,
} as const;

export const ledger = proxyActivities<PipelineActivities>({
  taskQueue: queues.pipeline,
  startToCloseTimeout: '1 minute',
  retry: outlastDatabaseRestart,
  cancellationType,
});

/** The ledger where the run goes on without it: what a parked run writes, and the end of a run. */
export const shortLedger = proxyActivities<PipelineActivities>({
  taskQueue: queues.pipeline,
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500 milliseconds', maximumAttempts: 4 },
  cancellationType,
});

export const mining = proxyActivities<MineActivities>({
  taskQueue: queues.mine,
  scheduleToStartTimeout: '12 hours',
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 8 },
  cancellationType,
});

/** Freezing compares every item with every other in the worker's own thread: its heartbeats may come late. */
export const freezing = proxyActivities<Pick<MineActivities, 'freezeDataset'>>({
  taskQueue: queues.mine,
  scheduleToStartTimeout: '12 hours',
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 8 },
  cancellationType,
});

type NightActivities = Pick<
  MineActivities,
  'planNight' | 'nightTurn' | 'closeNightSource' | 'reportNight'
>;

/** The books of a night: short, database only. */
export const nights = proxyActivities<NightActivities>({
  taskQueue: queues.mine,
  scheduleToStartTimeout: '12 hours',
  startToCloseTimeout: '5 minutes',
  retry: outlastDatabaseRestart,
  cancellationType,
});

/** A look at what a run will cost, before it starts: short, and given up soon. */
export const foreseeing = proxyActivities<Pick<MineActivities, 'planQuota'>>({
  taskQueue: queues.mine,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '3 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumAttempts: 2 },
  cancellationType,
});

/** Freezing and summarising compute in the worker's own thread: their heartbeats may come late. Scoring has its own. */
export const reward = proxyActivities<RewardActivities>({
  taskQueue: queues.reward,
  scheduleToStartTimeout: '12 hours',
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '20 seconds', maximumAttempts: 8 },
  cancellationType,
});

const gpu: Pick<ActivityOptions, 'heartbeatTimeout' | 'retry' | 'cancellationType'> = {
  heartbeatTimeout: '15 seconds',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '30 seconds',
    maximumAttempts: 5,
    /** Publishing again cures it, which is up to the workflow (`sample-groups.ts`). */
    nonRetryableErrorTypes: ['engine_wrong_policy'],
  },
  cancellationType,
};

/** Task queue and schedule-to-start timeout are given with each call (`placement.ts`). */
export const rollout = proxyActivities<RolloutActivities>({
  taskQueue: queues.rollout,
  startToCloseTimeout: '2 hours',
  ...gpu,
});

export const training = proxyActivities<TrainActivities>({
  taskQueue: queues.train,
  startToCloseTimeout: '12 hours',
  ...gpu,
});

/** Ends a trainer; the run does not depend on it, since trainers end with their workers. */
export const closing = proxyActivities<Pick<TrainActivities, 'closeTrainer'>>({
  taskQueue: queues.train,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 2 },
  cancellationType,
});
