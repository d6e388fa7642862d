import { createReadStream } from 'node:fs';
import { explainReward } from '@evoline/domain/reward/explain-reward';
import { chooseLine, readChanges } from '../explaining/choose-line.ts';
import { explanationText } from '../explaining/explanation-text.ts';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { rewardOfVariant } from '../scoring/reward-of-variant.ts';
import { sampleTask } from '../scoring/sample-line.ts';

export interface RewardExplainOptions {
  /** Reads this file instead of standard input. */
  readonly file?: string;
  /** Chooses one line of many. */
  readonly id?: string;
  /** `<name>` or `<name>=<weight>,…`; the paper's reward by default. */
  readonly variant?: string;
  /** A file of lines whose items are the unrelated ones; those of the input by default. */
  readonly unrelated?: string;
}

/**
 * `evoline reward explain`: unfolds the score of one line of the shape that `reward score` reads. With `--json` the
 * document is `{id, line, ...ExplainedReward}`.
 *
 * @throws UsageError when no line, or no only one, is meant, and for a reward that there is not
 */
export async function rewardExplain(io: Io, options: RewardExplainOptions): Promise<ExitCode> {
  const { file, id, unrelated } = options;
  const tell = (complaint: string) => io.stderr.write(`evoline reward explain: ${complaint}\n`);
  const choice = rewardOfVariant(options.variant ?? 'search-replace');
  const input = file === undefined ? io.stdin : createReadStream(file);
  const { chosen, lines, changes } = await chooseLine(input, id, tell);
  const others =
    unrelated === undefined ? changes : await readChanges(createReadStream(unrelated), tell);
  const isAlone = unrelated === undefined && lines === 1;
  const { sample, number } = chosen;
  const explained = explainReward({
    choice,
    task: sampleTask(sample),
    output: sample.output,
    ...(!isAlone && { unrelated: others }),
  });
  const document = { id: sample.id, line: number, ...explained };
  writeResult(io, document, explanationText(String(sample.id), explained, io));
  return 0;
}
