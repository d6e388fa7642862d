import type { Command } from 'commander';
import type { FunnelOptions } from '../commands/mine-funnel.ts';
import type { MineRunOptions } from '../commands/mine-run.ts';
import {
  addGroup,
  asCommand,
  type CommandContext,
  positiveInteger,
  wholeNumber,
} from './command-context.ts';

/** `mine run | funnel | report`. */
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
      .option('--exclude <repositories...>', 'owner/name, beside those of the SWE-bench suites')
      .option(
        '--filters <json>',
        'any filter of the workflow, such as \'{"maxPromptTokens":30000}\'',
      )
      .option('--benchmark <files...>', 'JSONL of tasks that nothing kept may be like')
      .option('--plan', "what it would do, and cost of GitHub's quota; nothing is mined")
      .option('--dry-run', 'in this process, without a stack; nothing is stored'),
    context,
    'mine run --source git:. --limit 50 --dry-run',
    async (io, options: MineRunOptions) =>
      (await import('../commands/mine-run.ts')).mineRun(io, env, options),
  );
  asCommand(
    mine
      .command('funnel [run]')
      .description('what every filter dropped, and some of it; default: the newest mining run')
      .option('--reason <reason>', 'one filter only, with more of what it dropped')
      .option('--sample <n>', 'rejects shown of each filter', wholeNumber),
    context,
    'mine funnel --reason secret_found',
    async (io, run: string | undefined, options: FunnelOptions) => {
      const { mineFunnel } = await import('../commands/mine-funnel.ts');
      const { withDatabase } = await import('../session/with-database.ts');
      return withDatabase(io, env, (database) => mineFunnel({ database }, run, options, io));
    },
  );
  addNightReport(mine, context);
}

function addNightReport(mine: Command, context: CommandContext): void {
  asCommand(
    mine
      .command('report [night]')
      .description(
        'the morning report of a night: its day, run name or run id; default: the newest night',
      ),
    context,
    'mine report 2026-10-01',
    async (io, night: string | undefined) => {
      const { mineNightReport } = await import('../commands/mine-night-report.ts');
      const { withDatabase } = await import('../session/with-database.ts');
      return withDatabase(io, context.env, (database) => mineNightReport({ database }, night, io));
    },
  );
}
