import { EvolineFailure } from '@evoline/contract/failures';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { describeSchedule } from './schedule.ts';
import { describedAs, type ScheduleSpecification } from './schedule-specification.ts';
import { withinDeadline } from './within-deadline.ts';
import { dateAfter, datesBetween, instantsOf, isDate, shownAt } from './zoned-time.ts';

/** Dates in the schedule's own time zone, YYYY-MM-DD, both included. */
export interface NightRange {
  readonly from: string;
  readonly to: string;
}

export interface BackfilledNights {
  readonly scheduleId: string;
  readonly timeZone: string;
  /** In order; empty when the schedule does not fire once a day, and the server alone knows. */
  readonly nights: readonly BackfilledNight[];
}

export interface BackfilledNight {
  /** ISO 8601, UTC. */
  readonly nominalTime: string;
  readonly workflowId: string;
}

/** The server keeps a thousand starts waiting at most. */
const mostNights = 400;
const answerSeconds = 20;

/**
 * Asks for the nights of a range as if their times came now: each starts when the one before has ended,
 * with its own nominal time, also while the schedule is paused.
 *
 * @throws EvolineFailure `input_invalid` in one sentence for a range that makes no sense, `not_found`
 */
export async function backfillNights(
  steering: Steering,
  scheduleId: string,
  range: NightRange,
  now = new Date(),
): Promise<BackfilledNights> {
  checkRange(range);
  const present = await describeSchedule(steering, scheduleId);
  if (present === null)
    throw new EvolineFailure('not_found', `There is no schedule ${scheduleId}.`);
  const described = describedAs(present);
  const { timeZone } = described;
  const times = timesOf(range, described);
  refuseLater(times, now, timeZone);
  const schedule = steering.client.schedule.getHandle(scheduleId);
  const [start, end] = [
    edge(times.at(0), -1),
    edge(times.at(-1), 1 + described.jitterMinutes * 60),
  ];
  const overlap = ScheduleOverlapPolicy.BUFFER_ALL;
  await withinDeadline(steering, answerSeconds, `schedule ${scheduleId}`, () =>
    schedule.backfill({ start, end, overlap }),
  );
  const nights = described.at === null ? [] : times.map((time) => nightOf(scheduleId, time));
  return { scheduleId, timeZone, nights };
}

function checkRange({ from, to }: NightRange): void {
  for (const [name, date] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (isDate(date)) continue;
    throw refused(`${name} ${date}: expected a date such as 2026-10-01`);
  }
  if (from > to) throw refused(`from ${from} is after to ${to}`);
  const { length } = datesBetween(from, to);
  if (length <= mostNights) return;
  throw refused(`${length} nights are too many at once, at most ${mostNights}`);
}

/** Nominal times; without a daily time of day the first and the last moment of the range. */
function timesOf({ from, to }: NightRange, { at, timeZone }: ScheduleSpecification): Date[] {
  if (at !== null) {
    const times = datesBetween(from, to).flatMap((date) => instantsOf(date, at, timeZone));
    if (times.length > 0) return times;
    throw refused(`${at} does not exist in ${timeZone} on ${from}: clocks go forward`);
  }
  return [from, dateAfter(to, 1)].flatMap((date) =>
    instantsOf(date, '00:00', timeZone).slice(0, 1),
  );
}

function refuseLater(times: readonly Date[], now: Date, timeZone: string): void {
  const later = times.find((time) => time > now);
  if (later === undefined) return;
  throw refused(`the night of ${shownAt(later, timeZone)} ${timeZone} has not come yet`);
}

function edge(time: Date | undefined, seconds: number): Date {
  return new Date((time?.getTime() ?? 0) + seconds * 1000);
}

/** The server names a night's workflow by its nominal time. */
function nightOf(scheduleId: string, time: Date): BackfilledNight {
  const nominalTime = time.toISOString();
  return { nominalTime, workflowId: `${scheduleId}-${nominalTime.replace(/\.\d+Z$/, 'Z')}` };
}

function refused(message: string): EvolineFailure {
  return new EvolineFailure('input_invalid', message);
}
