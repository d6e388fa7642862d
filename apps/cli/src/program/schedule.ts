import type { Command } from 'commander';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

const commands = () => import('../commands/schedule.ts');

/** `schedule apply | list | pause | resume | trigger`. */
export function addScheduleCommands(program: Command, context: CommandContext): void {
  const { env } = context;
  const schedule = addGroup(program, 'schedule', 'nightly mining', 'schedule list');
  asCommand(
    schedule
      .command('apply')
      .description('apply the code’s specification; an operator’s edits are kept and reported'),
    context,
    'schedule apply',
    async (io) => (await commands()).scheduleApply(io, env),
  );
  asCommand(
    schedule.command('list').description('schedules with next and recent runs'),
    context,
    'schedule list',
    async (io) => (await commands()).scheduleList(io, env),
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
