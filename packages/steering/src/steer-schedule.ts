import type { Steering } from './connect.ts';
import { describeSchedule } from './schedule.ts';

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

export function pauseSchedule({ client }: Steering, id: string, note: string): Promise<void> {
  return client.schedule.getHandle(id).pause(note);
}

export function resumeSchedule({ client }: Steering, id: string, note: string): Promise<void> {
  return client.schedule.getHandle(id).unpause(note);
}

/** Starts a run now, as if its time had come; skipped when one is running. */
export function triggerSchedule({ client }: Steering, id: string): Promise<void> {
  return client.schedule.getHandle(id).trigger();
}
