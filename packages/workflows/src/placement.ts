import type { RetryStage, Stage } from '@evoline/contract/steering';
import { ActivityFailure, TimeoutFailure, type ActivityOptions } from '@temporalio/workflow';
import { maximumHostChanges } from './bounds.ts';
import { rollout, training } from './proxies.ts';

/** Where the GPU work of a run goes. Plain data, so that continue-as-new can carry it. */
export interface Placement {
  engine: string;
  /** Queue of the engine's host; null until it is found. */
  rolloutQueue: string | null;
  /** The policy version that the engine was last told to serve. */
  published: string | null;
  trainQueue: string | null;
  /** null: as configured. */
  microBatch: number | null;
}

export function newPlacement(engine: string): Placement {
  return { engine, rolloutQueue: null, published: null, trainQueue: null, microBatch: null };
}

/** Notes what a person changed with `retryStage`; hosts that were not named are found anew. */
export function applyRetry(placement: Placement, stage: Stage, change: RetryStage): void {
  if (stage === 'train') {
    placement.trainQueue = change.queue ?? null;
    placement.microBatch = change.microBatch ?? placement.microBatch;
    return;
  }
  placement.engine = change.engine ?? placement.engine;
  placement.rolloutQueue = change.queue ?? null;
  placement.published = null;
}

type HostCall<T> = (options: ActivityOptions) => Promise<T>;

/** Runs a call on the host of the engine; work that no worker took is sent where the engine is now. */
export function onEngineHost<T>(
  placement: Placement,
  waitSeconds: number,
  call: HostCall<T>,
): Promise<T> {
  const find = async (): Promise<string> => {
    const facts = await rollout.findEngine.executeWithOptions(
      { scheduleToStartTimeout: waitSeconds * 1000, summary: `find engine ${placement.engine}` },
      [{ engine: placement.engine }],
    );
    placement.rolloutQueue = facts.queue;
    return facts.queue;
  };
  const lost = (queue: string): void => {
    if (placement.rolloutQueue === queue) placement.rolloutQueue = null;
  };
  return onHost({ queue: () => placement.rolloutQueue, find, lost }, waitSeconds, call);
}

/** Runs a call on the training host; work that no worker took is sent to a host that answers. */
export function onTrainHost<T>(
  placement: Placement,
  waitSeconds: number,
  call: HostCall<T>,
): Promise<T> {
  const find = async (): Promise<string> => {
    const found = await training.findTrainHost.executeWithOptions(
      { scheduleToStartTimeout: waitSeconds * 1000, summary: 'find a training host' },
      [],
    );
    placement.trainQueue = found.queue;
    return found.queue;
  };
  const lost = (): void => {
    placement.trainQueue = null;
  };
  return onHost({ queue: () => placement.trainQueue, find, lost }, waitSeconds, call);
}

interface Host {
  readonly queue: () => string | null;
  readonly find: () => Promise<string>;
  readonly lost: (queue: string) => void;
}

async function onHost<T>(host: Host, waitSeconds: number, call: HostCall<T>): Promise<T> {
  for (let change = 0; ; change += 1) {
    const taskQueue = host.queue() ?? (await host.find());
    try {
      return await call({ taskQueue, scheduleToStartTimeout: waitSeconds * 1000 });
    } catch (error) {
      if (!wasNotTaken(error) || change === maximumHostChanges) throw error;
      host.lost(taskQueue);
    }
  }
}

function wasNotTaken(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof TimeoutFailure &&
    error.cause.timeoutType === 'SCHEDULE_TO_START'
  );
}
