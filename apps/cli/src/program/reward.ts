import type { Command } from 'commander';
import { rewardScore } from '../commands/reward-score.ts';
import { asCommand, type CommandContext } from './command-context.ts';

/** `reward score`: needs no stack. */
export function addRewardCommands(program: Command, context: CommandContext): void {
  const reward = program.command('reward').description('the paper’s reward, on its own');
  asCommand(
    reward
      .command('score')
      .description('score JSON lines {id, code_context, oracle_new_content, output}')
      .option('--file <path>', 'read this file instead of standard input'),
    context,
    'reward score < samples.jsonl > rewards.jsonl',
    (io, options: { file?: string; json?: boolean }) =>
      rewardScore(io, options.file === undefined ? {} : { file: options.file }),
  );
}
