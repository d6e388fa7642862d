import { type Command, InvalidArgumentError, Option } from 'commander';
import { Split } from '@evoline/contract/dataset';
import { splitNames } from '@evoline/domain/dataset/export/split-names';
import type { DatasetExportOptions } from '../commands/dataset-export.ts';
import { asCommand, type CommandContext } from './command-context.ts';

const session = () => import('../session/with-database.ts');
const stores = () => import('../session/store-at.ts');

/** `dataset export | import`. */
export function addDatasetFileCommands(dataset: Command, context: CommandContext): void {
  addExport(dataset, context);
  addImport(dataset, context);
}

function addExport(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('export <version> <folder>')
      .description('write a version as files, with a card and a Croissant description')
      .addOption(
        new Option('--format <format>', 'parquet: all of it; swe-bench: JSONL of that shape')
          .choices(['parquet', 'swe-bench'])
          .default('parquet'),
      )
      .option('--split <splits...>', 'only these, such as train held-out', splitsNamed),
    context,
    'dataset export latest ./pull-requests',
    async (io, version: string, folder: string, options: DatasetExportOptions) => {
      const { datasetExport } = await import('../commands/dataset-export.ts');
      const { storeAt } = await stores();
      return (await session()).withDatabase(io, context.env, (database, addresses) => {
        const deps = { database, store: storeAt(addresses, database) };
        return datasetExport(deps, { version, folder }, options, io);
      });
    },
  );
}

function addImport(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('import <folder>')
      .description('read an exported version back, as a draft with the same digest'),
    context,
    'dataset import ./pull-requests',
    async (io, folder: string) => {
      const { datasetImport } = await import('../commands/dataset-import.ts');
      const { storeAt } = await stores();
      const { user, project } = context.env;
      return (await session()).withDatabase(io, context.env, (database, addresses) => {
        const deps = { database, store: storeAt(addresses, database) };
        return datasetImport(deps, { folder, createdBy: user, project }, io);
      });
    },
  );
}

/** Takes a split by its own name or by the one that its files bear. */
function splitsNamed(text: string, before: readonly Split[] = []): readonly Split[] {
  const split = Split.options.find((name) => name === text || splitNames[name] === text);
  if (split !== undefined) return [...new Set([...before, split])];
  throw new InvalidArgumentError(`expected ${Split.options.join(', ')}, got ${text}`);
}
