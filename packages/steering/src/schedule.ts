import { queues } from '@evoline/contract/queues';
import type { ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { canonicalJson } from '@evoline/contract/canonical-json';
import type { MineNightlyInput } from '@evoline/contract/night';
import { createHash } from 'node:crypto';
import type { Steering } from './connect.ts';

export const nightlyScheduleId = 'mine-nightly';

/** Remembers which specification this code applied last, so that operators' edits are told apart from ours. */
export interface ScheduleLedger {
  lastApplied(scheduleId: string): Promise<string | null>;
  recordApplied(scheduleId: string, specificationDigest: string): Promise<void>;
}

export interface AppliedSchedule {
  readonly scheduleId: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** What an operator changed since; kept as it is. */
  readonly drift: readonly string[];
}

/** The code's own specification: 03:30 UTC each night; a night that still runs skips the next. */
export interface NightlySpecification {
  readonly calendar: { readonly hour: number; readonly minute: number };
  readonly timezone: 'UTC';
  readonly overlap: 'SKIP';
  readonly catchupWindowSeconds: number;
  readonly input: MineNightlyInput;
}

export function nightlySpecification(input: MineNightlyInput): NightlySpecification {
  return {
    calendar: { hour: 3, minute: 30 },
    timezone: 'UTC',
    overlap: 'SKIP',
    catchupWindowSeconds: 6 * 3600,
    input,
  };
}

/**
 * Makes the schedule what the code says, once per change of the code. Missing: created. The code's
 * specification changed since it was last applied: updated, an operator's pause kept. Otherwise
 * nothing is written and an operator's edits are reported as drift. Can be repeated at will.
 */
export async function applySchedule(
  steering: Steering,
  specification: NightlySpecification,
  ledger: ScheduleLedger,
): Promise<AppliedSchedule> {
  const scheduleId = nightlyScheduleId;
  const digest = createHash('sha256').update(canonicalJson(specification)).digest('hex');
  const present = await describeSchedule(steering, scheduleId);
  if (present === null) {
    await steering.client.schedule.create(scheduleOptions(specification));
    await ledger.recordApplied(scheduleId, digest);
    return { scheduleId, outcome: 'created', drift: [] };
  }
  const drift = driftOf(present, specification);
  if ((await ledger.lastApplied(scheduleId)) === digest) {
    return { scheduleId, outcome: 'unchanged', drift };
  }
  const { spec, action, policies } = scheduleOptions(specification);
  await steering.client.schedule.getHandle(scheduleId).update((previous) => ({
    spec,
    action,
    policies: policies ?? {},
    // Left out, a pause set by an operator would be lifted.
    state: previous.state,
  }));
  await ledger.recordApplied(scheduleId, digest);
  return { scheduleId, outcome: 'updated', drift: pauseDrift(present) };
}

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

function scheduleOptions(specification: NightlySpecification): ScheduleOptions {
  return {
    scheduleId: nightlyScheduleId,
    spec: {
      calendars: [{ ...specification.calendar, comment: 'every night, UTC' }],
      timezone: specification.timezone,
    },
    action: {
      type: 'startWorkflow',
      workflowType: 'mineNightly',
      workflowId: nightlyScheduleId,
      taskQueue: queues.pipeline,
      args: [specification.input],
      staticSummary: 'nightly mining',
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: specification.catchupWindowSeconds * 1000,
      pauseOnFailure: false,
    },
  };
}

/** What differs from the code's specification, in words. */
function driftOf(present: ScheduleDescription, wanted: NightlySpecification): string[] {
  const drift = pauseDrift(present);
  const calendar = present.spec.calendars?.[0];
  const hour = calendar?.hour?.[0]?.start;
  const minute = calendar?.minute?.[0]?.start;
  const many = (present.spec.calendars?.length ?? 0) + (present.spec.intervals?.length ?? 0) !== 1;
  if (many || hour !== wanted.calendar.hour || minute !== wanted.calendar.minute) {
    drift.push('the times were edited');
  }
  if (present.policies.overlap !== wanted.overlap) {
    drift.push(`the overlap policy was edited to ${present.policies.overlap}`);
  }
  if (Number(present.policies.catchupWindow) !== wanted.catchupWindowSeconds * 1000) {
    drift.push('the catch-up window was edited');
  }
  if (present.action.type === 'startWorkflow') {
    const given = canonicalJson(present.action.args?.[0] ?? {});
    if (given !== canonicalJson(wanted.input)) drift.push('the input was edited');
  }
  return drift;
}

function pauseDrift(present: ScheduleDescription): string[] {
  if (!present.state.paused) return [];
  return [`it is paused: ${present.state.note ?? 'no note'}`];
}
