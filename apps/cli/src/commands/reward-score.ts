import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { RewardChoice } from '@evoline/contract/reward';
import type { Io } from '../io.ts';
import { AnswerOutput } from '../scoring/answer-output.ts';
import { AnswerWindow } from '../scoring/answer-window.ts';
import { defaultBatchLimits, lineBatches } from '../scoring/line-batches.ts';
import { LinePool, type LinePoolOptions } from '../scoring/line-pool.ts';
import { ScoreProgress } from '../scoring/score-progress.ts';
import type { ScoredLine } from '../scoring/scored-line.ts';

export interface RewardScoreOptions {
  /** Reads this file instead of standard input. */
  readonly file?: string;
  /** `<name>` or `<name>=<weight>,…`; the paper's reward by default. */
  readonly variant?: string;
  readonly threads?: number;
  /** Answers as they come. */
  readonly unordered?: boolean;
}

/** Enough that no thread waits for its next batch. */
const batchesPerThread = 3;
const windowBytes = 32 * 1024 * 1024;

/**
 * `evoline reward score`: JSON lines in (`RewardLineIn`), JSON lines out (`RewardLineOut`), one for one and in the same
 * order unless told otherwise; a bounded number of lines in memory. A line that cannot be read is named on standard
 * error with its number and ends nothing. Fields that the shape does not know are ignored and named once. A reader of
 * the answers that goes away ends it quietly.
 *
 * @param own what only tests set: the program of a thread, the time that a line may take
 * @returns 0, or 1 when a line could not be read.
 * @throws UsageError for a reward that there is not
 */
export async function rewardScore(
  io: Io,
  options: RewardScoreOptions,
  own: Pick<LinePoolOptions, 'program' | 'pairTimeoutSeconds'> = {},
): Promise<0 | 1> {
  const { file, threads, unordered = false } = options;
  const output = new AnswerOutput(io.stdout);
  const reward = await rewardOf(options.variant);
  const input =
    file === undefined
      ? io.stdin
      : createReadStream(file, { highWaterMark: defaultBatchLimits.bytes });
  const pool = new LinePool({ reward, ...(threads !== undefined && { threads }), ...own });
  const progress = new ScoreProgress(io);
  try {
    await scoreAll(input, { pool, progress, output, inOrder: !unordered });
  } catch (error) {
    if (!output.readerIsGone) throw error;
  } finally {
    input.destroy();
    await pool.close();
    output.release();
  }
  progress.end();
  return progress.badLines === 0 ? 0 : 1;
}

/** What reads a choice is loaded when there is one. */
async function rewardOf(variant: string | undefined): Promise<RewardChoice> {
  if (variant === undefined) return 'search-replace@1';
  return (await import('../scoring/reward-of-variant.ts')).rewardOfVariant(variant);
}

interface Scoring {
  readonly pool: LinePool;
  readonly progress: ScoreProgress;
  readonly output: AnswerOutput;
  readonly inOrder: boolean;
}

interface Answers {
  readonly firstNumber: number;
  readonly lines: readonly ScoredLine[];
}

async function scoreAll(
  input: Readable,
  { pool, progress, output, inOrder }: Scoring,
): Promise<void> {
  const window = new AnswerWindow<Answers>({
    batches: pool.threads * batchesPerThread,
    bytes: windowBytes,
    inOrder,
    write: async ({ firstNumber, lines }) => {
      await output.write(answerText(firstNumber, lines, progress));
      progress.show();
    },
    onFailure: () => input.destroy(),
  });
  output.onGone(() => input.destroy());
  try {
    for await (const batch of lineBatches(input)) {
      const { firstNumber } = batch;
      const answered = pool.score(batch).then((lines) => ({ firstNumber, lines }));
      window.add(batch.bytes, answered);
      await window.room();
    }
  } finally {
    // Whatever ends the input, what was read is answered; the first failure is the one to tell.
    await window.end();
  }
}

/** What is written for a batch; its bad lines are named on the way. */
function answerText(
  firstNumber: number,
  lines: readonly ScoredLine[],
  progress: ScoreProgress,
): string {
  let text = '';
  for (const [index, line] of lines.entries()) {
    if (line === null) continue;
    progress.note(firstNumber + index, line);
    if ('answer' in line) text += `${line.answer}\n`;
  }
  return text;
}
