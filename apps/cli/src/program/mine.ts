import type { Command } from 'commander';
import type { MineRunOptions } from '../commands/mine-run.ts';
import { addGroup, asCommand, type CommandContext, positiveInteger } from './command-context.ts';

/** `mine run`. */
export function addMineCommands(program: Command, context: CommandContext): void {
  const { env } = context;
  const mine = addGroup(
    program,
    'mine',
    'pull requests in, items out',
    'mine run --source demo: --limit 10',
  );
  asCommand(
    mine
      .command('run')
      .description('mine a source; prints what became of every pull request')
      .option('--source <source>', 'demo:, github:owner/name or git:<path, bundle or address>')
      .option('--limit <n>', 'newest pull requests only', positiveInteger)
      .option('--max-files <n>', 'changed files that an item may have', positiveInteger)
      .option('--max-lines <n>', 'changed lines that an item may have', positiveInteger)
      .option('--max-file-bytes <n>', 'bytes that a changed file may have', positiveInteger)
      .option('--exclude <repositories...>', 'owner/name; default: the SWE-bench repositories')
      .option('--dry-run', 'in this process, without a stack; nothing is stored'),
    context,
    'mine run --source git:. --limit 50 --dry-run',
    async (io, options: MineRunOptions) =>
      (await import('../commands/mine-run.ts')).mineRun(io, env, options),
  );
}
