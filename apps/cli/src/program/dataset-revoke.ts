import type { Command } from 'commander';
import type { RevokeOptions } from '../commands/dataset-revoke.ts';
import type { ExitCode, Io } from '../io.ts';
import { asCommand, type CommandContext } from './command-context.ts';

/** `dataset revoke`. */
export function addDatasetRevoke(dataset: Command, context: CommandContext): void {
  asCommand(
    dataset
      .command('revoke <name>')
      .description('an item, a pull request or a version; says what it went into')
      .requiredOption('--reason <reason>', 'licence, personal-data, opt-out, secret or bug')
      .option('--note <text>', 'more of why')
      .option('--from <version>', 'freeze this one anew; default: those that names point at')
      .option('--dry-run', 'say what it went into and change nothing'),
    context,
    'dataset revoke pallets/flask#7 --reason licence --dry-run',
    async (io, name: string, options: RevokeOptions) =>
      options.dryRun === true
        ? await foresee(io, context, name, options)
        : await revoke(io, context, name, options),
  );
}

async function revoke(
  io: Io,
  { env }: CommandContext,
  name: string,
  options: RevokeOptions,
): Promise<ExitCode> {
  const [{ datasetRevoke }, { withSteering }, { withDatabaseAt }, { freezeAnew }] =
    await Promise.all([
      import('../commands/dataset-revoke.ts'),
      import('../session/with-steering.ts'),
      import('../session/with-database.ts'),
      import('../revoking/freeze-anew.ts'),
    ]);
  return await withSteering(io, env, (steering, addresses) =>
    withDatabaseAt(addresses, (database) => {
      const freezeFrom = (version: string, reason: string) =>
        freezeAnew(io, steering, version, reason);
      return datasetRevoke({ database, user: env.user, freezeFrom }, name, options, io);
    }),
  );
}

/** Needs nobody who freezes. */
async function foresee(
  io: Io,
  { env }: CommandContext,
  name: string,
  options: RevokeOptions,
): Promise<ExitCode> {
  const [{ datasetRevoke }, { withDatabase }] = await Promise.all([
    import('../commands/dataset-revoke.ts'),
    import('../session/with-database.ts'),
  ]);
  return await withDatabase(io, env, (database) => {
    const deps = { database, user: env.user, freezeFrom: () => Promise.resolve(null) };
    return datasetRevoke(deps, name, options, io);
  });
}
