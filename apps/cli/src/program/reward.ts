import type { Command } from 'commander';
import type { RewardScoreOptions } from '../commands/reward-score.ts';
import { addGroup, asCommand, type CommandContext, positiveInteger } from './command-context.ts';

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
      .option('--file <path>', 'read this file instead of standard input')
      .option(
        '--variant <reward>',
        'a reward, or several as <name>=<weight>,…; without it the paper’s, search-replace',
      )
      .option('--threads <count>', 'threads that score; without it one per core', positiveInteger)
      .option('--unordered', 'answer as it comes, not in the order of the lines'),
    context,
    'reward score < samples.jsonl > rewards.jsonl',
    async (io, options: RewardScoreOptions) =>
      (await import('../commands/reward-score.ts')).rewardScore(io, options),
  );
}
