import type { Command } from 'commander';
import {
  scheduleApply,
  scheduleList,
  schedulePause,
  scheduleResume,
  scheduleTrigger,
} from '../commands/schedule.ts';
import { asCommand, type CommandContext } from './command-context.ts';

/** `schedule apply | list | pause | resume | trigger`. */
export function addScheduleCommands(program: Command, context: CommandContext): void {
  const { env } = context;
  const schedule = program.command('schedule').description('nightly mining');
  asCommand(
    schedule
      .command('apply')
      .description('apply the code’s specification; an operator’s edits are kept and reported'),
    context,
    'schedule apply',
    (io) => scheduleApply(io, env),
  );
  asCommand(
    schedule.command('list').description('schedules with next and recent runs'),
    context,
    'schedule list',
    (io) => scheduleList(io, env),
  );
  asCommand(
    schedule
      .command('pause [id]')
      .description('start no further night until resumed')
      .option('--note <text>', 'why'),
    context,
    'schedule pause --note "quota used up"',
    (io, id: string | undefined, options: { note?: string }) => schedulePause(io, env, id, options),
  );
  asCommand(
    schedule.command('resume [id]').description('go on').option('--note <text>', 'why'),
    context,
    'schedule resume',
    (io, id: string | undefined, options: { note?: string }) =>
      scheduleResume(io, env, id, options),
  );
  asCommand(
    schedule.command('trigger [id]').description('start a night now'),
    context,
    'schedule trigger',
    (io, id: string | undefined) => scheduleTrigger(io, env, id),
  );
}
