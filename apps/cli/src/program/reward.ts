import type { Command } from 'commander';
import { addGroup, asCommand, type CommandContext } from './command-context.ts';

/** `reward score`: needs no stack, and loads nothing that does. */
export function addRewardCommands(program: Command, context: CommandContext): void {
  const reward = addGroup(
    program,
    'reward',
    'the paper’s reward, on its own',
    'reward score < samples.jsonl',
  );
  asCommand(
    reward
      .command('score')
      .description(
        'score JSON lines {id, code_context, oracle_new_content, output}; answers are JSON lines too, with and without --json',
      )
      .option('--file <path>', 'read this file instead of standard input'),
    context,
    'reward score < samples.jsonl > rewards.jsonl',
    async (io, options: { readonly file?: string }) =>
      (await import('../commands/reward-score.ts')).rewardScore(io, options),
  );
}
