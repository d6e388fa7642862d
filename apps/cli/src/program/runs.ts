import type { Command } from 'commander';
import type { DemoOptions } from '../commands/demo.ts';
import type { StartOptions } from '../commands/start.ts';
import { asCommand, positiveInteger, wholeNumber, type CommandContext } from './command-context.ts';

const steer = () => import('../commands/steer.ts');

/** `start`, `watch`, `retry`, `abort`, and `demo`, which `npm run demo` calls. */
export function addRunCommands(program: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    program
      .command('start <workflow> [input]')
      .description('start a workflow; the input is JSON text or @file, nothing is {}')
      .option('--id <id>', 'workflow id; one that runs is refused')
      .option('--wait', 'follow it and print its result'),
    context,
    `start runPipeline '{"source":"demo:"}' --wait`,
    async (io, workflow: string, input: string | undefined, options: StartOptions) =>
      (await import('../commands/start.ts')).start(io, env, { workflow, input, ...options }),
  );
  asCommand(
    program.command('watch <workflow-id>').description('follow a run to its end'),
    context,
    'watch nightly-2026-11-21',
    async (io, id: string) => (await steer()).watch(io, env, id),
  );
  asCommand(
    program
      .command('retry <workflow-id>')
      .description('try the stage again that waits for a person')
      .option('--stage <stage>', 'refused unless this stage is the one that waits')
      .option('--queue <queue>', 'task queue for the next attempts')
      .option('--engine <name>', 'another inference engine')
      .option('--micro-batch <samples>', 'samples per forward and backward pass', positiveInteger),
    context,
    'retry night-7 --micro-batch 8',
    async (io, id: string, options: Record<string, unknown>) =>
      (await steer()).retry(io, env, id, options),
  );
  asCommand(
    program
      .command('abort <workflow-id>')
      .description('end a run; what is finished is kept')
      .option('--reason <text>', 'shown in the run and stored'),
    context,
    'abort night-7 --reason "wrong dataset"',
    async (io, id: string, options: { reason?: string }) =>
      (await steer()).abort(io, env, id, options),
  );
  asCommand(
    program
      .command('demo')
      .description('the whole loop on the generated world, to its end')
      .option('--steps <updates>', 'GRPO updates', positiveInteger)
      .option('--seed <seed>', 'seed of the run', wholeNumber),
    context,
    'demo',
    async (io, options: DemoOptions) =>
      (await import('../commands/demo.ts')).demo(io, env, options),
  );
}
