import {
  lastScheduleApplication,
  recordScheduleApplication,
} from '@evoline/db/queries/schedule-applications';
import { applySchedule, nightlyScheduleId, nightlySpecification } from '@evoline/steering/schedule';
import {
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  triggerSchedule,
} from '@evoline/steering/steer-schedule';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { withDatabaseAt } from '../session/with-database.ts';
import { withSteering } from '../session/with-steering.ts';

/** `evoline schedule apply`: says what it did and what an operator has changed. */
export function scheduleApply(io: Io, env: CliEnv): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, (steering, addresses) =>
    withDatabaseAt<ExitCode>(addresses, async (database) => {
      const applied = await applySchedule(steering, nightlySpecification({}), {
        lastApplied: (id) => lastScheduleApplication(database, id),
        recordApplied: (id, digest) => recordScheduleApplication(database, id, digest),
      });
      const drift = applied.drift.map((line) => `  kept as an operator left it: ${line}`);
      writeResult(io, applied, [`${applied.scheduleId}: ${applied.outcome}`, ...drift].join('\n'));
      return 0;
    }),
  );
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
