import type { NightRange } from '@evoline/steering/backfill-nights';
import type { Command } from 'commander';
import type { ApplyOptions } from '../commands/schedule.ts';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

const commands = () => import('../commands/schedule.ts');

/** `schedule apply | show | list | backfill | pause | resume | trigger`. */
export function addScheduleCommands(program: Command, context: CommandContext): void {
  const schedule = addGroup(program, 'schedule', 'nightly mining', 'schedule show');
  addSettings(schedule, context);
  addNights(schedule, context);
}

/** How the nights are set. */
function addSettings(schedule: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    schedule
      .command('apply')
      .description('apply what the environment wants; an operator’s edits are kept and reported')
      .option('--at <time>', 'time of night, HH:MM')
      .option('--time-zone <name>', 'whose clocks, such as Europe/Berlin')
      .option('--jitter-minutes <n>', 'a night starts so much later at most')
      .option('--catch-up-hours <n>', 'a missed night is made up for within this time')
      .option('--input <json>', 'what each night is started with, such as \'{"atOnce":4}\'')
      .option('--reset', 'give up what operators have edited; a pause stays'),
    context,
    'schedule apply --at 03:30 --time-zone Europe/Berlin --jitter-minutes 20',
    async (io, options: ApplyOptions) => (await commands()).scheduleApply(io, env, options),
  );
  asCommand(
    schedule
      .command('show [id]')
      .description('what is set, what the code wants, and the nights to come'),
    context,
    'schedule show',
    async (io, id: string | undefined) => (await commands()).scheduleShow(io, env, id),
  );
  asCommand(
    schedule.command('list').description('schedules with next and recent runs'),
    context,
    'schedule list',
    async (io) => (await commands()).scheduleList(io, env),
  );
}

/** Nights that are asked for, or held up. */
function addNights(schedule: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    schedule
      .command('backfill [id]')
      .description('mine the nights of a range of dates, one after another')
      .requiredOption('--from <date>', 'first night, YYYY-MM-DD in the schedule’s time zone')
      .requiredOption('--to <date>', 'last night, included'),
    context,
    'schedule backfill --from 2026-10-01 --to 2026-10-05',
    async (io, id: string | undefined, options: NightRange) =>
      (await commands()).scheduleBackfill(io, env, options, id),
  );
  asCommand(
    schedule
      .command('pause [id]')
      .description('start no further night until resumed')
      .option('--note <text>', 'why'),
    context,
    'schedule pause --note "quota used up"',
    async (io, id: string | undefined, options: { note?: string }) =>
      (await commands()).schedulePause(io, env, id, options),
  );
  asCommand(
    schedule.command('resume [id]').description('go on').option('--note <text>', 'why'),
    context,
    'schedule resume',
    async (io, id: string | undefined, options: { note?: string }) =>
      (await commands()).scheduleResume(io, env, id, options),
  );
  asCommand(
    schedule.command('trigger [id]').description('start a night now'),
    context,
    'schedule trigger',
    async (io, id: string | undefined) => (await commands()).scheduleTrigger(io, env, id),
  );
}
