import type { Command } from 'commander';
import type { RewardExplainOptions } from '../commands/reward-explain.ts';
import type { StoredSampleOptions } from '../commands/reward-explain-sample.ts';
import type { RewardScoreOptions } from '../commands/reward-score.ts';
import { type Io, UsageError } from '../io.ts';
import { addGroup, asCommand, type CommandContext, positiveInteger } from './command-context.ts';

/** `reward score | explain`: need no stack, and load nothing that does, unless a stored sample is asked for. */
export function addRewardCommands(program: Command, context: CommandContext): void {
  const reward = addGroup(
    program,
    'reward',
    'the paper’s reward, on its own',
    'reward score < samples.jsonl',
  );
  addScore(reward, context);
  addExplain(reward, context);
}

function addScore(reward: Command, context: CommandContext): void {
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

function addExplain(reward: Command, context: CommandContext): void {
  asCommand(
    reward
      .command('explain')
      .description(
        'unfold one score: fault and its place, diffs side by side, matched characters, what solves nothing but gets something',
      )
      .option('--file <path>', 'read JSON lines as of reward score here, not from standard input')
      .option('--id <id>', 'the line to explain, of several')
      .option(
        '--variant <reward>',
        'as of reward score; with --sample, without it the reward of its run',
      )
      .option(
        '--unrelated <path>',
        'lines whose items are held against it; without it the other lines of the input',
      )
      .option(
        '--sample <group/index>',
        'a stored sample in place of a line: a group id, the beginning of one, or latest',
      )
      .option(
        '--dataset <version>',
        'with --sample: the version whose items are held against it; without it the latest',
      ),
    context,
    'reward explain --file samples.jsonl --id 17',
    async (io, options: ExplainOptions) => explain(io, context, options),
  );
}

type ExplainOptions = RewardExplainOptions & Partial<StoredSampleOptions>;

async function explain(io: Io, { env }: CommandContext, options: ExplainOptions) {
  const { sample } = options;
  refuseUseless(options, sample === undefined ? ['dataset'] : ['file', 'id', 'unrelated']);
  if (sample === undefined) {
    return (await import('../commands/reward-explain.ts')).rewardExplain(io, options);
  }
  const { rewardExplainSample } = await import('../commands/reward-explain-sample.ts');
  const { withDatabase } = await import('../session/with-database.ts');
  const { storeAt } = await import('../session/store-at.ts');
  return await withDatabase(io, env, (database, addresses) =>
    rewardExplainSample(
      { database, store: storeAt(addresses, database) },
      { ...options, sample },
      io,
    ),
  );
}

function refuseUseless(options: ExplainOptions, useless: readonly (keyof ExplainOptions)[]): void {
  for (const name of useless) {
    if (options[name] === undefined) continue;
    const where = options.sample === undefined ? 'only with --sample' : 'not with --sample';
    throw new UsageError(`--${name} is ${where}`);
  }
}
