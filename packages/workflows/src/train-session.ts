import { log } from '@temporalio/workflow';
import type { TrainCarried } from './train-carried.ts';
import type { ActiveRun } from './conduct.ts';
import { Lease } from './lease.ts';
import { applyRetry, newPlacement, type Placement } from './placement.ts';
import { closing } from './proxies.ts';

/** What a training run holds on to while it runs: its lease, its hosts, its trainer. */
export interface TrainSession {
  readonly run: ActiveRun<'trainPolicy'>;
  readonly lease: Lease;
  readonly placement: Placement;
}

/** Takes the lease of the run's name and tells the parking what to give back while it waits. */
export async function openTrainSession(
  run: ActiveRun<'trainPolicy'>,
  carried: TrainCarried | undefined,
): Promise<TrainSession> {
  const { config, page } = run;
  const placement = carried?.placement ?? newPlacement(config.engine);
  const session = { run, placement, lease: new Lease(`run:${run.runName}`, run.runId, page) };
  run.log.open(run.runId, carried?.attempts);
  run.parking.prepare({
    homeStage: 'train',
    deadlineHours: config.retryDeadlineHours,
    release: () => giveBack(session),
    resume: async (stage, change) => {
      applyRetry(placement, stage, change);
      await session.lease.acquire();
    },
  });
  await session.lease.acquire();
  return session;
}

/** Ends the trainer process and gives the lease back. Never fails: both run out by themselves. */
export async function giveBack(session: TrainSession): Promise<void> {
  await Promise.allSettled([closeTrainer(session), session.lease.release()]);
}

/** Ends the warm trainer, if one was started. Takes seconds; never fails. */
export async function closeTrainer({ run, placement }: TrainSession): Promise<void> {
  const { runId } = run;
  const { trainQueue: taskQueue } = placement;
  if (taskQueue === null) return;
  try {
    const options = { taskQueue, summary: 'end the trainer' };
    await closing.closeTrainer.executeWithOptions(options, [{ runId }]);
  } catch (error) {
    log.warn('the trainer was not ended', { runId, error });
  }
}
