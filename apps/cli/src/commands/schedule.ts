import { nightlyOptions, readNightlyChoice } from '@evoline/contract/read-nightly-choice';
import {
  lastScheduleApplication,
  recordScheduleApplication,
} from '@evoline/db/queries/schedule-applications';
import { readStackEnvironment } from '@evoline/infra/env';
import { backfillNights, type NightRange } from '@evoline/steering/backfill-nights';
import { applySchedule, type ScheduleLedger } from '@evoline/steering/schedule';
import { nightlyScheduleId } from '@evoline/steering/schedule-specification';
import { showSchedule } from '@evoline/steering/show-schedule';
import {
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  triggerSchedule,
} from '@evoline/steering/steer-schedule';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { backfillText, scheduleText } from '../report/schedule-text.ts';
import { table } from '../report/table.ts';
import { withDatabaseAt } from '../session/with-database.ts';
import { withSteering } from '../session/with-steering.ts';

export interface ApplyOptions {
  readonly at?: string;
  readonly timeZone?: string;
  readonly jitterMinutes?: string;
  readonly catchUpHours?: string;
  /** JSON as in the workflow's input. */
  readonly input?: string;
  /** Give up what operators have edited. */
  readonly reset?: boolean;
}

/** `evoline schedule apply`: says what it did and what an operator has changed. */
export function scheduleApply(io: Io, env: CliEnv, options: ApplyOptions): Promise<ExitCode> {
  const { reset = false, ...texts } = options;
  const read = readNightlyChoice(texts, nightlyOptions);
  if (!read.ok) throw new UsageError(read.message);
  const { choice } = read;
  if (reset && Object.keys(choice).length > 0) {
    throw new UsageError('--reset gives up every edit; leave out the other options, or --reset');
  }
  const { nightly } = readStackEnvironment();
  return withSteering<ExitCode>(io, env, (steering, addresses) =>
    withDatabaseAt<ExitCode>(addresses, async (database) => {
      const ledger: ScheduleLedger = {
        lastApplied: (id) => lastScheduleApplication(database, id),
        recordApplied: (id, wanted) => recordScheduleApplication(database, id, wanted),
      };
      const applied = await applySchedule(steering, nightly, ledger, { choice, reset });
      const drift = applied.drift.map((line) => `  kept as an operator left it: ${line}`);
      writeResult(io, applied, [`${applied.scheduleId}: ${applied.outcome}`, ...drift].join('\n'));
      return 0;
    }),
  );
}

/** `evoline schedule show`: what is set, what the code wants, and the nights to come. */
export function scheduleShow(
  io: Io,
  env: CliEnv,
  id: string = nightlyScheduleId,
): Promise<ExitCode> {
  const { nightly } = readStackEnvironment();
  return withSteering<ExitCode>(io, env, async (steering) => {
    const shown = await showSchedule(steering, id, nightly);
    writeResult(io, shown, scheduleText(shown));
    return 0;
  });
}

/** `evoline schedule backfill`: the nights of a range, one after another. */
export function scheduleBackfill(
  io: Io,
  env: CliEnv,
  range: NightRange,
  id: string = nightlyScheduleId,
): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    const asked = await backfillNights(steering, id, range);
    writeResult(io, asked, backfillText(asked));
    return 0;
  });
}

/** `evoline schedule list`. */
export function scheduleList(io: Io, env: CliEnv): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    const schedules = await listSchedules(steering);
    const rows = schedules.map((row) => [
      row.scheduleId,
      row.paused ? `paused (${row.note ?? ''})` : 'active',
      row.nextRuns[0] ?? null,
      row.recentWorkflowIds.at(-1) ?? null,
      row.skippedForOverlap,
    ]);
    const header = ['schedule', 'state', 'next (UTC)', 'last run', 'skipped'];
    writeResult(io, schedules, table(header, rows));
    return 0;
  });
}

interface NoteOption {
  readonly note?: string;
}

/** `evoline schedule pause`. */
export function schedulePause(
  io: Io,
  env: CliEnv,
  id: string = nightlyScheduleId,
  { note = 'paused from the command line' }: NoteOption = {},
): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    await pauseSchedule(steering, id, note);
    writeResult(io, { scheduleId: id, paused: true, note }, `${id} is paused: ${note}`);
    return 0;
  });
}

/** `evoline schedule resume`. */
export function scheduleResume(
  io: Io,
  env: CliEnv,
  id: string = nightlyScheduleId,
  { note = 'resumed from the command line' }: NoteOption = {},
): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    await resumeSchedule(steering, id, note);
    writeResult(io, { scheduleId: id, paused: false, note }, `${id} goes on`);
    return 0;
  });
}

/** `evoline schedule trigger`. */
export function scheduleTrigger(
  io: Io,
  env: CliEnv,
  id: string = nightlyScheduleId,
): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    await triggerSchedule(steering, id);
    writeResult(
      io,
      { scheduleId: id, triggered: true },
      `${id} is triggered: npx evoline schedule list`,
    );
    return 0;
  });
}
