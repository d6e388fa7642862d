import { canonicalJson } from '@evoline/contract/canonical-json';
import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import { queues } from '@evoline/contract/queues';
import type { ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { ScheduleOverlapPolicy } from '@temporalio/client';

export const nightlyScheduleId = 'mine-nightly';

/** What is compared: what can be chosen, and what this code always wants. */
export const scheduleFields = [
  'at',
  'timeZone',
  'jitterMinutes',
  'catchUpHours',
  'overlap',
  'pauseOnFailure',
  'input',
] as const;
export type ScheduleField = (typeof scheduleFields)[number];

/** A schedule of nights, as the code wants it or as the server has it. */
export interface ScheduleSpecification {
  /** HH:MM; null: other times than one a day. */
  readonly at: string | null;
  readonly timeZone: string;
  readonly jitterMinutes: number;
  readonly catchUpHours: number;
  /** As Temporal names it. */
  readonly overlap: ScheduleOverlapPolicy;
  readonly pauseOnFailure: boolean;
  readonly input: unknown;
}

export function wantedOf(schedule: NightlySchedule): ScheduleSpecification {
  return { ...schedule, overlap: ScheduleOverlapPolicy.SKIP, pauseOnFailure: false };
}

/** Fields of which two specifications differ. */
export function differing(a: ScheduleSpecification, b: ScheduleSpecification): ScheduleField[] {
  return scheduleFields.filter((field) => spelling(a, field) !== spelling(b, field));
}

function spelling(specification: ScheduleSpecification, field: ScheduleField): string {
  if (field === 'jitterMinutes') return `${Math.round(specification.jitterMinutes * 60)}`;
  if (field === 'catchUpHours') return `${Math.round(specification.catchUpHours * 3600)}`;
  return canonicalJson(specification[field]);
}

type DescribedSpec = ScheduleDescription['spec'];

/** What the server has, in the words of the specification. */
export function describedAs({
  spec,
  action,
  policies,
}: ScheduleDescription): ScheduleSpecification {
  return {
    at: dailyTime(spec),
    timeZone: spec.timezone ?? 'UTC',
    jitterMinutes: Number(spec.jitter ?? 0) / 60_000,
    catchUpHours: policies.catchupWindow / 3_600_000,
    overlap: policies.overlap,
    pauseOnFailure: policies.pauseOnFailure,
    input: action.type === 'startWorkflow' ? (action.args?.[0] ?? {}) : null,
  };
}

/** HH:MM when the schedule fires at that time of every day and at no other. */
function dailyTime(spec: DescribedSpec): string | null {
  const [calendar, ...more] = spec.calendars ?? [];
  const others = more.length + (spec.intervals ?? []).length + (spec.skip ?? []).length;
  const isBounded = spec.startAt !== undefined || spec.endAt !== undefined;
  if (calendar === undefined || others > 0 || isBounded) return null;
  const everyDay =
    covers(calendar.dayOfMonth, 1, 31) &&
    covers(calendar.month, 'JANUARY', 'DECEMBER') &&
    covers(calendar.dayOfWeek, 'SUNDAY', 'SATURDAY') &&
    (calendar.year ?? []).length === 0;
  const [hour, minute, second] = [calendar.hour, calendar.minute, calendar.second].map(single);
  if (!everyDay || hour === null || minute === null || second !== 0) return null;
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

type Ranges = readonly { readonly start: unknown; readonly end: unknown; readonly step: number }[];

function covers(ranges: Ranges | undefined, first: unknown, last: unknown): boolean {
  const [range, ...more] = ranges ?? [];
  if (range === undefined || more.length > 0) return false;
  return range.start === first && range.end === last && range.step === 1;
}

function single(ranges: Ranges | undefined): number | null {
  const [range, ...more] = ranges ?? [];
  if (range === undefined || more.length > 0 || range.start !== range.end) return null;
  return Number(range.start);
}

/** How a missing schedule is created. */
export function scheduleOptions(wanted: ScheduleSpecification): ScheduleOptions {
  const { timeZone, jitterMinutes, input } = wanted;
  return {
    scheduleId: nightlyScheduleId,
    spec: {
      calendars: [dailyCalendar(wanted.at)],
      timezone: timeZone,
      jitter: jitterMinutes * 60_000,
    },
    action: {
      type: 'startWorkflow',
      workflowType: 'mineNightly',
      workflowId: nightlyScheduleId,
      taskQueue: queues.pipeline,
      args: [input],
      staticSummary: 'nightly mining',
    },
    policies: policiesOf(wanted),
  };
}

export function dailyCalendar(at: string | null) {
  const [hour = 0, minute = 0] = (at ?? '00:00').split(':').map(Number);
  return { hour, minute, comment: 'every night' };
}

export function policiesOf({ overlap, catchUpHours, pauseOnFailure }: ScheduleSpecification) {
  return { overlap, catchupWindow: Math.round(catchUpHours * 3600) * 1000, pauseOnFailure };
}
