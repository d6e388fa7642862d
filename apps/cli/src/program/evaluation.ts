import type { Command } from 'commander';
import { type LineageOptions, lineage } from '../commands/lineage.ts';
import { storeAt } from '../session/store-at.ts';
import { withDatabase } from '../session/with-database.ts';
import { asCommand, type CommandContext } from './command-context.ts';

/** `lineage`, `rollout show`, `eval show | compare`. */
export function addEvaluationCommands(program: Command, context: CommandContext): void {
  const { env } = context;
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
    (io, name: string, options: LineageOptions) =>
      withDatabase(io, env, (database, addresses) =>
        lineage({ database, store: storeAt(addresses) }, name, options, io),
      ),
  );
}
