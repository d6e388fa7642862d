import { EvolineFailure } from '@evoline/contract/failures';
import {
  type ScheduleHandle,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { Steering } from './connect.ts';
import { describeSchedule } from './schedule.ts';
import { withinDeadline } from './within-deadline.ts';

export interface ScheduleRow {
  readonly scheduleId: string;
  readonly paused: boolean;
  readonly note: string | null;
  /** ISO 8601, UTC. */
  readonly nextRuns: readonly string[];
  readonly recentWorkflowIds: readonly string[];
  readonly skippedForOverlap: number;
  readonly missedCatchup: number;
}

/** The schedules of the namespace with their next and recent runs. */
export async function listSchedules(steering: Steering): Promise<ScheduleRow[]> {
  const rows: ScheduleRow[] = [];
  for await (const { scheduleId } of steering.client.schedule.list()) {
    const described = await describeSchedule(steering, scheduleId);
    if (described === null) continue;
    const { info, state } = described;
    rows.push({
      scheduleId,
      paused: state.paused,
      note: state.note ?? null,
      nextRuns: info.nextActionTimes.slice(0, 3).map((time) => time.toISOString()),
      recentWorkflowIds: info.recentActions.flatMap(({ action }) =>
        action.type === 'startWorkflow' ? [action.workflow.workflowId] : [],
      ),
      skippedForOverlap: info.numActionsSkippedOverlap,
      missedCatchup: info.numActionsMissedCatchupWindow,
    });
  }
  return rows;
}

/** @throws EvolineFailure `not_found`; the same goes for resuming and triggering */
export function pauseSchedule(steering: Steering, id: string, note: string): Promise<void> {
  return onSchedule(steering, id, (schedule) => schedule.pause(note));
}

export function resumeSchedule(steering: Steering, id: string, note: string): Promise<void> {
  return onSchedule(steering, id, (schedule) => schedule.unpause(note));
}

/** Starts a run now, as if its time had come; skipped when one is running. */
export function triggerSchedule(steering: Steering, id: string): Promise<void> {
  return onSchedule(steering, id, (schedule) =>
    // Left out, the client asks for a second run beside the first.
    schedule.trigger(ScheduleOverlapPolicy.SKIP),
  );
}

const answerSeconds = 20;

async function onSchedule(
  steering: Steering,
  id: string,
  steer: (schedule: ScheduleHandle) => Promise<void>,
): Promise<void> {
  try {
    const schedule = steering.client.schedule.getHandle(id);
    await withinDeadline(steering, answerSeconds, `schedule ${id}`, () => steer(schedule));
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    throw new EvolineFailure('not_found', `There is no schedule ${id}.`, { cause: error });
  }
}
