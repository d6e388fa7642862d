import { type Command, InvalidArgumentError } from 'commander';
import type { StoreGcOptions } from '../commands/store-gc.ts';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

/** `store gc`. */
export function addStoreCommands(program: Command, context: CommandContext): void {
  const store = addGroup(program, 'store', 'the artifact store', 'store gc --dry-run');
  asCommand(
    store
      .command('gc')
      .description('delete what nothing needs any more, and what was revoked')
      .option('--dry-run', 'count it and delete nothing')
      .option(
        '--older-than <hours>',
        'spare what was put later (default: 24); less than 1 only while nothing runs',
        hours,
      ),
    context,
    'store gc --dry-run',
    async (io, options: StoreGcOptions) => {
      const [{ storeGc }, { withDatabase }, { storeAt }] = await Promise.all([
        import('../commands/store-gc.ts'),
        import('../session/with-database.ts'),
        import('../session/store-at.ts'),
      ]);
      return await withDatabase(io, context.env, (database, addresses) =>
        storeGc({ database, store: storeAt(addresses, database) }, options, io),
      );
    },
  );
}

function hours(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) {
    throw new InvalidArgumentError(`expected hours from 0 on, got ${text}`);
  }
  return value;
}
