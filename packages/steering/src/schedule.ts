import type { NightlyChoice, NightlySchedule } from '@evoline/contract/nightly-schedule';
import { defaultNightlySchedule } from '@evoline/contract/nightly-schedule';
import type {
  ScheduleDescription,
  ScheduleOptionsAction,
  ScheduleUpdateOptions,
} from '@temporalio/client';
import { ScheduleNotFoundError } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { scheduleDrift } from './schedule-drift.ts';
import {
  dailyCalendar,
  describedAs,
  differing,
  nightlyScheduleId,
  policiesOf,
  type ScheduleField,
  scheduleOptions,
  type ScheduleSpecification,
  wantedOf,
} from './schedule-specification.ts';

/** Remembers what the code wanted when it was applied last, so that operators' edits are told apart. */
export interface ScheduleLedger {
  lastApplied(scheduleId: string): Promise<NightlySchedule | null>;
  recordApplied(scheduleId: string, wanted: NightlySchedule): Promise<void>;
}

export interface AppliedSchedule {
  readonly scheduleId: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** What differs from what the code wants, one sentence each; kept as it is. */
  readonly drift: readonly string[];
}

export interface ScheduleChange {
  /** A person's choice of this moment: an edit like those made in the UI. */
  readonly choice?: NightlyChoice;
  /** Gives up every edit; a pause stays. */
  readonly reset?: boolean;
}

/**
 * Makes the schedule what the code wants, field by field: one that an operator has edited since the
 * code was applied last stays as edited and is reported as drift, all others follow the code. A pause
 * stays. Can be repeated at will.
 */
export async function applySchedule(
  steering: Steering,
  schedule: NightlySchedule,
  ledger: ScheduleLedger,
  { choice = {}, reset = false }: ScheduleChange = {},
): Promise<AppliedSchedule> {
  const scheduleId = nightlyScheduleId;
  const wanted = wantedOf(schedule);
  const present = await describeSchedule(steering, scheduleId);
  if (present === null) {
    const chosen = { ...wanted, ...choice };
    await steering.client.schedule.create(scheduleOptions(chosen));
    await ledger.recordApplied(scheduleId, schedule);
    return { scheduleId, outcome: 'created', drift: scheduleDrift(chosen, wanted, null) };
  }
  const last = (await ledger.lastApplied(scheduleId)) ?? defaultNightlySchedule;
  const current = describedAs(present);
  const base = reset ? wanted : { ...merged(wantedOf(last), current, wanted), ...choice };
  const changed = differing(current, base);
  if (changed.length > 0) {
    await steering.client.schedule
      .getHandle(scheduleId)
      .update((previous) => updated(previous, base, changed));
  }
  await ledger.recordApplied(scheduleId, schedule);
  const outcome = changed.length > 0 ? 'updated' : 'unchanged';
  return { scheduleId, outcome, drift: scheduleDrift(base, wanted, present.state) };
}

/** Three ways: fields that an operator changed from what was applied stay, the others follow the code. */
function merged(
  last: ScheduleSpecification,
  current: ScheduleSpecification,
  wanted: ScheduleSpecification,
): ScheduleSpecification {
  const edited = differing(last, current).map((field) => [field, current[field]] as const);
  return { ...wanted, ...Object.fromEntries(edited) };
}

/** Changes what differs and hands back all the rest as the server has it, a pause included. */
function updated(
  { spec, action, policies, state }: ScheduleDescription,
  to: ScheduleSpecification,
  changed: readonly ScheduleField[],
): ScheduleUpdateOptions<ScheduleOptionsAction> {
  const times = changed.includes('at') ? { calendars: [dailyCalendar(to.at)] } : spec;
  return {
    spec: { ...times, timezone: to.timeZone, jitter: to.jitterMinutes * 60_000 },
    action: { ...action, args: [to.input] },
    policies: { ...policies, ...policiesOf(to) },
    state,
  };
}

/** The schedule as the server has it; null when there is none. */
export async function describeSchedule(
  { client }: Steering,
  scheduleId: string,
): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(scheduleId).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
