import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FreezeOptions } from '../commands/dataset-freeze.ts';
import {
  asCommand,
  type CommandContext,
  instant,
  positiveInteger,
  similarity,
  wholeNumber,
} from './command-context.ts';

/** `dataset freeze`. */
export function addDatasetFreeze(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('freeze')
    .description('freeze what was mined; the same items and rules give the same version');
  addSplitOptions(command);
  addChoiceOptions(command);
  addStateOptions(command);
  asCommand(
    command,
    context,
    "dataset freeze --repository 'pallets/*' --split-by time --settle-days 7",
    async (io, options: FreezeOptions) =>
      (await import('../commands/dataset-freeze.ts')).datasetFreeze(io, context.env, options),
  );
}

function addSplitOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--split-by <rule>',
        'what is kept together; default: repository where it can be',
      ).choices(['repository', 'pull-request', 'time']),
    )
    .option(
      '--split-at <train,held-out>',
      'with --split-by time: the days on which train and held-out begin',
      twoInstants,
    )
    .option(
      '--shares <warm-start,train,held-out>',
      'parts that add up to 1 (default: 0.2,0.6,0.2)',
      threeShares,
    )
    .option('--pin <pattern=split...>', 'repositories that go to one split')
    .option('--seed <seed>', 'seed of the split', wholeNumber)
    .addOption(
      new Option('--stratify <by>', 'the shares hold within each language').choices(['language']),
    );
}

function addChoiceOptions(command: Command): void {
  command
    .option('--repository <patterns...>', 'owner/name patterns; default: everything mined')
    .option('--cap <n>', 'items of one repository at the most', positiveInteger)
    .option(
      '--near-duplicates <similarity>',
      'leave out changes so much alike an earlier one; or off (default: 0.85)',
      similarity,
    )
    .option(
      '--across-splits <similarity>',
      'no two items of different splits are so much alike; or off (default: 0.7)',
      similarity,
    )
    .option('--settle-days <n>', 'what was merged less long ago waits (default: 0)', wholeNumber)
    .option('--as-of <time>', 'counts the days up to here: a day or a time, UTC', instant)
    .option('--from <version>', 'a version anew, without what was revoked or opted out since');
}

function addStateOptions(command: Command): void {
  command
    .option('--draft', 'not published: latest stays where it is')
    .option('--min-new <n>', 'a draft, unless so many items are new', wholeNumber)
    .option('--max-move <share>', 'a draft, when the share of a reason moved more, 0 to 1', share)
    .option('--reason <text>', 'why it is frozen, for people')
    .option('--plan', 'what it would do; nothing is frozen');
}

function threeShares(text: string): number[] {
  const parts = text.split(',').map(share);
  if (parts.length === 3) return parts;
  throw new InvalidArgumentError(`expected three parts such as 0.2,0.6,0.2, got ${text}`);
}

function twoInstants(text: string): string[] {
  const parts = text.split(',').map(instant);
  if (parts.length === 2) return parts;
  throw new InvalidArgumentError(`expected two days such as 2025-06-01,2026-01-01, got ${text}`);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError(`expected a number from 0 to 1, got ${text}`);
  }
  return value;
}
