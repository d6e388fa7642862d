import type { Command } from 'commander';
import type { LineageOptions } from '../commands/lineage.ts';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

const session = () => import('../session/with-database.ts');
const storage = () => import('../session/store-at.ts');

/** `rollout show`, `lineage`, `eval show | compare`. */
export function addEvaluationCommands(program: Command, context: CommandContext): void {
  addRolloutShow(program, context);
  addLineage(program, context);
  const evaluation = addGroup(program, 'eval', 'evaluations of policy versions', 'eval show');
  addEvalShow(evaluation, context);
  addEvalCompare(evaluation, context);
}

function addRolloutShow(program: Command, context: CommandContext): void {
  const rollout = addGroup(program, 'rollout', 'groups of samples', 'rollout show latest');
  asCommand(
    rollout
      .command('show <group>')
      .description(
        'prompt, samples, predicted against oracle diff, rewards; a group id, the beginning of one, or latest',
      ),
    context,
    'rollout show latest',
    async (io, group: string) => {
      const { rolloutShow } = await import('../commands/rollout-show.ts');
      const { storeAt } = await storage();
      return (await session()).withDatabase(io, context.env, (database, addresses) =>
        rolloutShow({ database, store: storeAt(addresses, database) }, group, io),
      );
    },
  );
}

function addLineage(program: Command, context: CommandContext): void {
  asCommand(
    program
      .command('lineage <name>')
      .description(
        'from an evaluation, policy version, pull request address or latest to all it rests on or touched',
      )
      .option('--all', 'one line per pull request')
      .option('--verify', 'read every artifact on the way and check its digest'),
    context,
    'lineage latest --verify',
    async (io, name: string, options: LineageOptions) => {
      const { lineage } = await import('../commands/lineage.ts');
      const { storeAt } = await storage();
      return (await session()).withDatabase(io, context.env, (database, addresses) =>
        lineage({ database, store: storeAt(addresses, database) }, name, options, io),
      );
    },
  );
}

function addEvalShow(evaluation: Command, context: CommandContext): void {
  asCommand(
    evaluation
      .command('show [evaluation]')
      .description('scores and every item; an id or the beginning of one; default: the newest'),
    context,
    'eval show latest',
    async (io, name: string | undefined) => {
      const { evalShow, evalShowNewest } = await import('../commands/eval-show.ts');
      return (await session()).withDatabase(io, context.env, (database) =>
        name === undefined ? evalShowNewest({ database }, io) : evalShow({ database }, name, io),
      );
    },
  );
}

function addEvalCompare(evaluation: Command, context: CommandContext): void {
  asCommand(
    evaluation
      .command('compare <baseline> <candidate>')
      .description('the second against the first, item by item'),
    context,
    'eval compare 3f9c2a41 latest',
    async (io, baseline: string, candidate: string) => {
      const { evalCompare } = await import('../commands/eval-compare.ts');
      return (await session()).withDatabase(io, context.env, (database) =>
        evalCompare({ database }, { baseline, candidate }, io),
      );
    },
  );
}
