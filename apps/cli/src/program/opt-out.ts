import type { Command } from 'commander';
import type { OptOutDeps } from '../commands/opt-out.ts';
import type { ExitCode, Io } from '../io.ts';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

const commands = () => import('../commands/opt-out.ts');
const kinds = 'repository, author or pull-request';

/** `opt-out add | withdraw | list`. */
export function addOptOutCommands(program: Command, context: CommandContext): void {
  const optOut = addGroup(
    program,
    'opt-out',
    'who does not want to be in datasets',
    'opt-out add author octocat',
  );
  const onLedger = async (io: Io, work: (deps: OptOutDeps) => Promise<ExitCode>) => {
    const { withDatabase } = await import('../session/with-database.ts');
    const { user } = context.env;
    return await withDatabase(io, context.env, (database) => work({ database, user }));
  };
  asCommand(
    optOut
      .command('add [kind] [subject]')
      .description(`${kinds}, and owner/name, a login or owner/name#7`)
      .option('--note <text>', 'why, and by what way')
      .option('--from <file>', 'a list, one a line: kind, subject, note; all are added or none'),
    context,
    'opt-out add repository "pallets/*" --note "by mail"',
    async (io, kind?: string, subject?: string, options: { note?: string; from?: string } = {}) => {
      const { optOutAdd } = await commands();
      return await onLedger(io, (deps) => optOutAdd(deps, { kind, subject, ...options }, io));
    },
  );
  asCommand(
    optOut.command('withdraw <kind> <subject>').description('take somebody off again'),
    context,
    'opt-out withdraw author octocat',
    async (io, kind: string, subject: string) => {
      const { optOutWithdraw } = await commands();
      return await onLedger(io, (deps) => optOutWithdraw(deps, kind, subject, io));
    },
  );
  asCommand(
    optOut
      .command('list')
      .description('who is opted out')
      .option('--all', 'those that were withdrawn as well'),
    context,
    'opt-out list',
    async (io, options: { all?: boolean }) => {
      const { optOutList } = await commands();
      return await onLedger(io, (deps) => optOutList(deps, options, io));
    },
  );
}
