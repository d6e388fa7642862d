import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { addDatasetCommands } from './program/dataset.ts';
import { addEvaluationCommands } from './program/evaluation.ts';
import { addMineCommands } from './program/mine.ts';
import { addOptOutCommands } from './program/opt-out.ts';
import { addReposCommands } from './program/repos.ts';
import { addRewardCommands } from './program/reward.ts';
import { addRunCommands } from './program/runs.ts';
import { addScheduleCommands } from './program/schedule.ts';
import { addStackCommands } from './program/stack.ts';
import { addStoreCommands } from './program/store.ts';
import { addExample, type CommandContext } from './program/command-context.ts';

/** The command line as people type it. Every command takes `--json`. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command('evoline')
    .description('SWE-RL as durable workflows: from a pull request to an evaluated checkpoint')
    .version(version(), '--version', 'version of this program')
    .helpOption('-h, --help', 'the options and an example')
    .exitOverride()
    .showHelpAfterError('(add --help for the options and an example)')
    .configureHelp({ showGlobalOptions: true });
  addExample(program, 'mine run --source demo: --limit 10');
  addStackCommands(program, context);
  addRunCommands(program, context);
  addMineCommands(program, context);
  addReposCommands(program, context);
  addDatasetCommands(program, context);
  addOptOutCommands(program, context);
  addRewardCommands(program, context);
  addEvaluationCommands(program, context);
  addScheduleCommands(program, context);
  addStoreCommands(program, context);
  return program;
}

function version(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
  );
  return z.object({ version: z.string() }).parse(manifest).version;
}
