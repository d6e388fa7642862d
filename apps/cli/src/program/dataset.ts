import type { Command } from 'commander';
import type { DiffOptions } from '../commands/dataset-diff.ts';
import { addGroup, asCommand, type CommandContext, positiveInteger } from './command-context.ts';
import { addDatasetFileCommands } from './dataset-files.ts';
import { addDatasetFreeze } from './dataset-freeze.ts';
import { addDatasetReading } from './dataset-reading.ts';
import { addDatasetRevoke } from './dataset-revoke.ts';

const session = () => import('../session/with-database.ts');

/** `dataset freeze | list | diff | publish | alias`, and those that read a version. */
export function addDatasetCommands(program: Command, context: CommandContext): void {
  const dataset = addGroup(program, 'dataset', 'immutable dataset versions', 'dataset show latest');
  addDatasetFreeze(dataset, context);
  addReading(dataset, context);
  addNaming(dataset, context);
  addDatasetReading(dataset, context);
  addDatasetFileCommands(dataset, context);
  addDatasetRevoke(dataset, context);
}

function addReading(dataset: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    dataset.command('list').description('all versions, newest first'),
    context,
    'dataset list',
    async (io) => {
      const { datasetList } = await import('../commands/dataset-list.ts');
      return (await session()).withDatabase(io, env, (database) => datasetList({ database }, io));
    },
  );
  asCommand(
    dataset
      .command('diff <before> <after>')
      .description('what came, went, was edited or changed split, and why; any two versions')
      .option('--limit <n>', 'shown of each kind; default: 20, with --json all', positiveInteger),
    context,
    'dataset diff 4f1c latest',
    async (io, before: string, after: string, options: DiffOptions) => {
      const { datasetDiff } = await import('../commands/dataset-diff.ts');
      return (await session()).withDatabase(io, env, (database) =>
        datasetDiff({ database }, { before, after }, options, io),
      );
    },
  );
}

function addNaming(dataset: Command, context: CommandContext): void {
  const { env } = context;
  asCommand(
    dataset
      .command('publish <version>')
      .description('a draft becomes the latest version')
      .option('--reason <text>', 'why, for people'),
    context,
    'dataset publish 4f1c',
    async (io, version: string, options: { readonly reason?: string }) => {
      const { datasetPublish } = await import('../commands/dataset-publish.ts');
      return (await session()).withDatabase(io, env, (database) =>
        datasetPublish({ database, user: env.user }, version, options, io),
      );
    },
  );
  asCommand(
    dataset
      .command('alias [name] [version]')
      .description(
        'a name for a version; without one what the name pointed at; without both all names',
      ),
    context,
    'dataset alias paper 4f1c',
    async (io, name: string | undefined, version: string | undefined) => {
      const { datasetAlias } = await import('../commands/dataset-alias.ts');
      return (await session()).withDatabase(io, env, (database) =>
        datasetAlias({ database, user: env.user }, name, version, io),
      );
    },
  );
}
