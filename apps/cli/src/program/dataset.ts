import type { Command } from 'commander';
import type { FreezeOptions } from '../commands/dataset-freeze.ts';
import {
  addGroup,
  asCommand,
  type CommandContext,
  similarity,
  wholeNumber,
} from './command-context.ts';
import { addDatasetFileCommands } from './dataset-files.ts';
import { addDatasetReading } from './dataset-reading.ts';

const commands = () => import('../commands/dataset.ts');
const session = () => import('../session/with-database.ts');

/** `dataset freeze | list | diff`, and those that read a version. */
export function addDatasetCommands(program: Command, context: CommandContext): void {
  const dataset = addGroup(program, 'dataset', 'immutable dataset versions', 'dataset show latest');
  addFreeze(dataset, context);
  addReading(dataset, context);
  addDatasetReading(dataset, context);
  addDatasetFileCommands(dataset, context);
}

function addFreeze(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('freeze')
      .description('freeze what was mined; the same items give the same version')
      .option('--repository <patterns...>', 'owner/name patterns; default: everything mined')
      .option('--seed <seed>', 'seed of the split', wholeNumber)
      .option(
        '--near-duplicates <similarity>',
        'leave out changes so much alike an earlier one; or off (default: 0.85)',
        similarity,
      ),
    context,
    "dataset freeze --repository 'pallets/*'",
    async (io, options: FreezeOptions) =>
      (await import('../commands/dataset-freeze.ts')).datasetFreeze(io, context.env, options),
  );
}

function addReading(dataset: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    dataset.command('list').description('all versions, newest first'),
    context,
    'dataset list',
    async (io) => {
      const { datasetList } = await commands();
      return (await session()).withDatabase(io, env, (database) => datasetList({ database }, io));
    },
  );
  asCommand(
    dataset
      .command('diff <before> <after>')
      .description('items added, removed or moved to another split'),
    context,
    'dataset diff 4f1c latest',
    async (io, before: string, after: string) => {
      const { datasetDiff } = await commands();
      return (await session()).withDatabase(io, env, (database) =>
        datasetDiff({ database }, { before, after }, io),
      );
    },
  );
}
