import { type Command, Option } from 'commander';
import type { ShowOptions } from '../commands/dataset-show.ts';
import type { ItemsOptions } from '../commands/dataset-items.ts';
import type { ItemOptions } from '../commands/dataset-item.ts';
import { asCommand, type CommandContext, positiveInteger, wholeNumber } from './command-context.ts';

const session = () => import('../session/with-database.ts');
const stored = () => import('../session/store-at.ts');

/** `dataset show | items | item`. */
export function addDatasetReading(dataset: Command, context: CommandContext): void {
  addShow(dataset, context);
  addItems(dataset, context);
  addItem(dataset, context);
}

function addShow(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('show <version>')
      .description('one version in pictures: a digest, the beginning of one, or latest')
      .option('--html <file>', 'as one page with pictures, which stands alone'),
    context,
    'dataset show latest --html latest.html',
    async (io, version: string, options: ShowOptions) => {
      const { datasetShow } = await import('../commands/dataset-show.ts');
      const { storeAt } = await stored();
      return (await session()).withDatabase(io, context.env, (database, addresses) =>
        datasetShow({ database, store: storeAt(addresses, database) }, version, options, io),
      );
    },
  );
}

function addItems(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('items <version>')
      .description('the items of a version that match; --json: one line each, all of them')
      .addOption(
        new Option('--split <split>', 'of one split').choices(['warm-start', 'train', 'held-out']),
      )
      .option('--repository <pattern>', 'owner/name; * for any characters')
      .option('--language <language>', 'such as Python, or unknown')
      .option('--licence <licence>', 'SPDX expression, or unknown')
      .addOption(
        new Option('--author-kind <kind>', 'who wrote it').choices([
          'human',
          'bot',
          'agent',
          'mixed',
          'unknown',
        ]),
      )
      .option('--merged-after <time>', 'merged on this day or later; a day or a time, UTC')
      .option('--merged-before <time>', 'merged before this day')
      .option('--title <words>', 'words of the title')
      .option('--limit <n>', 'items shown; default: 50, with --json all', positiveInteger)
      .option('--offset <n>', 'items passed over first', wholeNumber),
    context,
    "dataset items latest --split held-out --repository 'pallets/*'",
    async (io, version: string, options: ItemsOptions) => {
      const { datasetItems } = await import('../commands/dataset-items.ts');
      return (await session()).withDatabase(io, context.env, (database) =>
        datasetItems({ database }, version, options, io),
      );
    },
  );
}

function addItem(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('item <name>')
      .description('one item as a person reads it: a digest, owner/name#7 or an address')
      .option('--in <version>', 'the edition that this version holds; default: the newest'),
    context,
    'dataset item pallets/click#2933 --in latest',
    async (io, name: string, options: ItemOptions) => {
      const { datasetItem } = await import('../commands/dataset-item.ts');
      const { storeAt } = await stored();
      return (await session()).withDatabase(io, context.env, (database, addresses) =>
        datasetItem({ database, store: storeAt(addresses, database) }, name, options, io),
      );
    },
  );
}
