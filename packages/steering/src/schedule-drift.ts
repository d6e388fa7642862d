import {
  differing,
  type ScheduleField,
  scheduleFields,
  type ScheduleSpecification,
} from './schedule-specification.ts';

const names: { readonly [F in ScheduleField]: string } = {
  at: 'time',
  timeZone: 'time zone',
  jitterMinutes: 'jitter',
  catchUpHours: 'catch-up window',
  overlap: 'overlap',
  pauseOnFailure: 'pause on failure',
  input: 'input',
};

/** One field as a person reads it. */
export interface ShownField {
  readonly field: ScheduleField;
  readonly name: string;
  readonly set: string;
  readonly wanted: string;
  readonly isEdited: boolean;
}

/** What is set beside what the code wants. */
export function shownFields(
  set: ScheduleSpecification,
  wanted: ScheduleSpecification,
): ShownField[] {
  const edited = differing(set, wanted);
  return scheduleFields.map((field) => ({
    field,
    name: names[field],
    set: text(set, field),
    wanted: text(wanted, field),
    isEdited: edited.includes(field),
  }));
}

interface Pause {
  readonly paused: boolean;
  readonly note?: string;
}

/** What an operator has made different, one sentence each. */
export function scheduleDrift(
  set: ScheduleSpecification,
  wanted: ScheduleSpecification,
  pause: Pause | null,
): string[] {
  const edits = shownFields(set, wanted)
    .filter(({ isEdited }) => isEdited)
    .map((field) => `${field.name}: it is ${field.set}, the code wants ${field.wanted}`);
  if (pause?.paused !== true) return edits;
  return [`it is paused: ${pause.note ?? 'no note'}`, ...edits];
}

function text(specification: ScheduleSpecification, field: ScheduleField): string {
  const { at, jitterMinutes, catchUpHours } = specification;
  switch (field) {
    case 'at':
      return at ?? 'other times than one a day';
    case 'jitterMinutes':
      return `${rounded(jitterMinutes)} min`;
    case 'catchUpHours':
      return `${rounded(catchUpHours)} h`;
    case 'overlap':
      return (specification.overlap ?? 'unspecified').toLowerCase();
    case 'pauseOnFailure':
      return specification.pauseOnFailure ? 'yes' : 'no';
    case 'input':
      return JSON.stringify(specification.input);
    case 'timeZone':
      return specification.timeZone;
  }
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
