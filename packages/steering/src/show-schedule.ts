import { EvolineFailure } from '@evoline/contract/failures';
import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import type { Steering } from './connect.ts';
import { describeSchedule } from './schedule.ts';
import { scheduleDrift, type ShownField, shownFields } from './schedule-drift.ts';
import { describedAs, wantedOf } from './schedule-specification.ts';
import { dateAfter, instantsOf, shownAt } from './zoned-time.ts';

/** A schedule beside what the code wants. Times are ISO 8601, UTC. */
export interface ShownSchedule {
  readonly scheduleId: string;
  readonly paused: boolean;
  readonly note: string | null;
  readonly timeZone: string;
  readonly fields: readonly ShownField[];
  readonly drift: readonly string[];
  /** With jitter. */
  readonly nextRuns: readonly string[];
  readonly running: readonly string[];
  readonly recent: readonly { readonly workflowId: string; readonly startedAt: string }[];
  readonly skippedForOverlap: number;
  readonly missedCatchup: number;
  /** Nights of the year ahead that a clock change leaves out or doubles, one sentence each. */
  readonly clockChanges: readonly string[];
}

/** @throws EvolineFailure `not_found` */
export async function showSchedule(
  steering: Steering,
  scheduleId: string,
  schedule: NightlySchedule,
  now = new Date(),
): Promise<ShownSchedule> {
  const present = await describeSchedule(steering, scheduleId);
  if (present === null) {
    const cure = 'npx evoline schedule apply makes it';
    throw new EvolineFailure('not_found', `There is no schedule ${scheduleId}; ${cure}.`);
  }
  const { info, state } = present;
  const [set, wanted] = [describedAs(present), wantedOf(schedule)];
  return {
    scheduleId,
    paused: state.paused,
    note: state.note ?? null,
    timeZone: set.timeZone,
    fields: shownFields(set, wanted),
    drift: scheduleDrift(set, wanted, state),
    nextRuns: state.paused
      ? []
      : info.nextActionTimes.slice(0, 5).map((time) => time.toISOString()),
    running: info.runningActions.map(({ workflow }) => workflow.workflowId),
    recent: info.recentActions.map(({ action, takenAt }) => {
      return { workflowId: action.workflow.workflowId, startedAt: takenAt.toISOString() };
    }),
    skippedForOverlap: info.numActionsSkippedOverlap,
    missedCatchup: info.numActionsMissedCatchupWindow,
    clockChanges: set.at === null ? [] : clockChanges(set.at, set.timeZone, now),
  };
}

/** A schedule takes the clocks at their word. */
export function clockChanges(at: string, timeZone: string, from: Date): string[] {
  const today = shownAt(from, timeZone).slice(0, 10);
  return Array.from({ length: 365 }, (_, day) => dateAfter(today, day)).flatMap((date) => {
    const { length } = instantsOf(date, at, timeZone);
    if (length === 1) return [];
    const because = `the clocks of ${timeZone} go ${length === 0 ? 'forward' : 'back'}`;
    return [`${length === 0 ? 'no night' : 'two nights'} on ${date}: ${because} over ${at}`];
  });
}
