import type { Command } from 'commander';
import type { HomeOption } from '../commands/stack.ts';
import { asCommand, type CommandContext } from './command-context.ts';

const stack = () => import('../commands/stack.ts');

/** `up`, `down`, `status`, `doctor`. */
export function addStackCommands(program: Command, context: CommandContext): void {
  const home = ['--home <folder>', 'data folder of the stack'] as const;
  asCommand(
    program
      .command('up')
      .description('start the local stack in the background')
      .option(...home),
    context,
    'up',
    async (io, options: HomeOption) => (await stack()).up(io, options),
  );
  asCommand(
    program
      .command('down')
      .description('stop it; open workflows go on at the next start')
      .option(...home),
    context,
    'down',
    async (io, options: HomeOption) => (await stack()).down(io, options),
  );
  asCommand(
    program
      .command('status')
      .description('where the stack is; exit code 1 when none runs')
      .option(...home),
    context,
    'status --json',
    async (io, options: HomeOption) => (await stack()).status(io, options),
  );
  asCommand(
    program.command('doctor').description('what is there, what is missing, and the cure'),
    context,
    'doctor',
    async (io) => (await import('../commands/doctor.ts')).doctor(io),
  );
}
