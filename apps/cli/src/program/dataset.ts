import type { Command } from 'commander';
import { type FreezeOptions, datasetFreeze } from '../commands/dataset-freeze.ts';
import { datasetDiff, datasetList, datasetShow } from '../commands/dataset.ts';
import { withDatabase } from '../session/with-database.ts';
import { asCommand, type CommandContext, wholeNumber } from './command-context.ts';

/** `dataset freeze | list | show | diff`. */
export function addDatasetCommands(program: Command, context: CommandContext): void {
  const { env } = context;
  const dataset = program.command('dataset').description('immutable dataset versions');
  asCommand(
    dataset
      .command('freeze')
      .description('freeze what was mined; the same items give the same version')
      .option('--repository <patterns...>', 'owner/name patterns; default: everything mined')
      .option('--seed <seed>', 'seed of the split', wholeNumber),
    context,
    "dataset freeze --repository 'pallets/*'",
    (io, options: FreezeOptions) => datasetFreeze(io, env, options),
  );
  asCommand(
    dataset.command('list').description('all versions, newest first'),
    context,
    'dataset list',
    (io) => withDatabase(io, env, (database) => datasetList({ database }, io)),
  );
  asCommand(
    dataset
      .command('show <version>')
      .description('one version: a digest, the beginning of one, or latest'),
    context,
    'dataset show latest',
    (io, version: string) =>
      withDatabase(io, env, (database) => datasetShow({ database }, version, io)),
  );
  asCommand(
    dataset
      .command('diff <before> <after>')
      .description('items added, removed or moved to another split'),
    context,
    'dataset diff 4f1c latest',
    (io, before: string, after: string) =>
      withDatabase(io, env, (database) => datasetDiff({ database }, { before, after }, io)),
  );
}
