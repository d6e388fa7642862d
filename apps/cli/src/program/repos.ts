import type { Command } from 'commander';
import type { ReposDeps } from '../commands/repos.ts';
import type { ExitCode, Io } from '../io.ts';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

const commands = () => import('../commands/repos.ts');

interface AddOptions {
  readonly from?: string;
  readonly note?: string;
  readonly check?: boolean;
}

/** `repos add | remove | release | list`. */
export function addReposCommands(program: Command, context: CommandContext): void {
  const about = 'the sources that every night mines';
  const repos = addGroup(program, 'repos', about, 'repos add pallets/flask');
  addAdding(repos, context);
  asCommand(
    repos.command('remove <sources...>').description('mine them no more; what was mined stays'),
    context,
    'repos remove pallets/flask',
    async (io, sources: readonly string[]) => {
      const { reposRemove } = await commands();
      return await onLedger(context, io, (deps) => reposRemove(deps, sources, io));
    },
  );
  asCommand(
    repos
      .command('release [sources...]')
      .description('out of quarantine: the next night tries them again')
      .option('--all', 'every source that is in quarantine'),
    context,
    'repos release pallets/flask',
    async (io, sources: readonly string[], { all = false }: { all?: boolean }) => {
      const { reposRelease } = await commands();
      return await onLedger(context, io, (deps) => reposRelease(deps, { sources, all }, io));
    },
  );
  addListing(repos, context);
}

function addAdding(repos: Command, context: CommandContext): void {
  asCommand(
    repos
      .command('add [sources...]')
      .description('owner/name, github:owner/*, git:<path or address>, gharchive:yesterday')
      .option('--from <file>', 'a list, one a line, # before a note; all are added or none')
      .option('--note <text>', 'why, for people')
      .option('--check', 'ask GitHub whether they are there'),
    context,
    'repos add --from favourites.txt --check',
    async (io, sources: readonly string[], options: AddOptions) => {
      const { reposAdd } = await commands();
      const { from, note } = options;
      const check = options.check === true ? await onGitHub() : undefined;
      const addition = { sources, from, note, check };
      return await onLedger(context, io, (deps) => reposAdd(deps, addition, io));
    },
  );
}

function addListing(repos: Command, context: CommandContext): void {
  asCommand(
    repos
      .command('list')
      .description('every source, how its last night ended, and why it is in quarantine')
      .option('--failing', 'only those that failed last night, or are in quarantine'),
    context,
    'repos list --failing',
    async (io, options: { failing?: boolean }) => {
      const { reposList } = await commands();
      return await onLedger(context, io, (deps) => reposList(deps, options, io));
    },
  );
}

async function onLedger(
  { env }: CommandContext,
  io: Io,
  work: (deps: ReposDeps) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { withDatabase } = await import('../session/with-database.ts');
  return await withDatabase(io, env, (database) => work({ database, user: env.user }));
}

async function onGitHub() {
  const { checkOnGitHub } = await import('../mining/check-on-github.ts');
  const { readMiningEnv } = await import('../mining/env.ts');
  const env = readMiningEnv();
  return (sources: readonly string[]) => checkOnGitHub(env, sources);
}
