import type { Command } from 'commander';
import { doctor } from '../commands/doctor.ts';
import { type HomeOption, down, status, up } from '../commands/stack.ts';
import { asCommand, type CommandContext } from './command-context.ts';

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
    (io, options: HomeOption) => up(io, options),
  );
  asCommand(
    program
      .command('down')
      .description('stop it; open workflows go on at the next start')
      .option(...home),
    context,
    'down',
    (io, options: HomeOption) => down(io, options),
  );
  asCommand(
    program
      .command('status')
      .description('where the stack is; exit code 1 when none runs')
      .option(...home),
    context,
    'status --json',
    (io, options: HomeOption) => status(io, options),
  );
  asCommand(
    program.command('doctor').description('what is there, what is missing, and the cure'),
    context,
    'doctor',
    (io) => doctor(io),
  );
}
