import type { BackfilledNights } from '@evoline/steering/backfill-nights';
import type { ShownSchedule } from '@evoline/steering/show-schedule';
import { shownAt } from '@evoline/steering/zoned-time';
import { table } from './table.ts';

/** A schedule as a page: its state, what is set beside what the code wants, and its nights. */
export function scheduleText(shown: ShownSchedule): string {
  const { scheduleId, paused, note, timeZone, fields, drift, nextRuns, clockChanges } = shown;
  const state = paused ? `paused: ${note ?? 'no note'}` : 'active';
  const rows = fields.map(({ name, set, wanted, isEdited }) => [
    name,
    set,
    isEdited ? wanted : 'the same',
  ]);
  const hasEnded = ({ workflowId }: { readonly workflowId: string }) =>
    !shown.running.includes(workflowId);
  const edited = drift.length === 0 ? [] : [editedLine(shown)];
  return [
    `${scheduleId}  ${state}`,
    table(['', 'set', 'the code wants'], rows),
    ...edited,
    [...nextRuns.map((time) => nightLine(time, timeZone)), ...clockChanges].join('\n'),
    [
      ...shown.recent.filter(hasEnded).map(({ workflowId }) => `mined    ${workflowId}`),
      countsLine(shown),
    ].join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function editedLine({ fields, paused }: ShownSchedule): string {
  const edits = fields.some(({ isEdited }) => isEdited);
  const undo = edits ? ['the code’s again: npx evoline schedule apply --reset'] : [];
  const resume = paused ? ['go on: npx evoline schedule resume'] : [];
  return [...undo, ...resume].join('\n');
}

function nightLine(time: string, timeZone: string): string {
  const utc = timeZone === 'UTC' ? '' : `  (${time.slice(11, 16)} UTC)`;
  return `to come  ${shownAt(new Date(time), timeZone)} ${timeZone}${utc}`;
}

function countsLine({ running, skippedForOverlap, missedCatchup }: ShownSchedule): string {
  const now = running.length === 0 ? 'no night runs now' : `runs now: ${running.join(', ')}`;
  return `${now}; left out so far: ${skippedForOverlap} because one was running, ${missedCatchup} that were missed`;
}

/** The nights that were asked for, with the names of their runs. */
export function backfillText({ scheduleId, timeZone, nights }: BackfilledNights): string {
  if (nights.length === 0) return `${scheduleId}: the nights of the range are asked for`;
  const rows = nights.map(({ nominalTime, workflowId }) => [
    `${shownAt(new Date(nominalTime), timeZone)} ${timeZone}`,
    workflowId,
  ]);
  const count = nights.length === 1 ? 'one night is' : `${nights.length} nights are`;
  return [`${count} asked for, one after another:`, table(['night', 'run'], rows)].join('\n\n');
}
