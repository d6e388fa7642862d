import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { RewardLineIn } from '@evoline/contract/reward';
import type { RewardLineOut, RewardOutcome } from '@evoline/contract/reward';
import { scoreSearchReplace } from '@evoline/domain/reward/search-replace';
import { z } from 'zod';
import type { Io } from '../io.ts';
import { numberedLines } from '../report/numbered-lines.ts';
import type { NumberedLine } from '../report/numbered-lines.ts';

const PROGRESS_EVERY_MILLISECONDS = 2_000;

/**
 * `evoline reward score`: JSON lines in (`RewardLineIn`), JSON lines out (`RewardLineOut`), one for one in
 * the same order, one line in memory at a time. A line that cannot be read is named on standard error with
 * its number and ends nothing. Fields that the shape does not know are ignored and named once.
 *
 * @param options.file Reads this file instead of standard input.
 * @returns 0, or 1 when a line could not be read.
 */
export async function rewardScore(io: Io, options: { readonly file?: string }): Promise<0 | 1> {
  const input = options.file === undefined ? io.stdin : createReadStream(options.file);
  const output = new LineOutput(io.stdout);
  const progress = new Progress(io);
  let badLines = 0;
  for await (const line of numberedLines(input)) {
    const answer = scoreLine(line, progress);
    if (typeof answer === 'string') {
      badLines += 1;
      progress.complain(`line ${line.number}: ${answer}`);
    } else await output.write(JSON.stringify(answer));
    if (output.readerIsGone) break;
    progress.count();
  }
  progress.end();
  return badLines === 0 ? 0 : 1;
}

/** The answer to one line, or what is wrong with it. */
function scoreLine(line: NumberedLine, progress: Progress): RewardLineOut | string {
  if ('problem' in line) return line.problem;
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const parsed = RewardLineIn.safeParse(value);
  if (!parsed.success) return z.prettifyError(parsed.error).replaceAll('\n', ' ');
  progress.nameIgnoredFields(value);
  const { id, code_context, oracle_new_content, output } = parsed.data;
  const task = { codeContext: code_context, oracleNewContent: oracle_new_content, output };
  return lineOut(id, scoreSearchReplace(task));
}

function lineOut(id: RewardLineOut['id'], outcome: RewardOutcome): RewardLineOut {
  switch (outcome.outcome) {
    case 'scored':
      return { id, reward: outcome.value, files: outcome.files };
    case 'fault':
      return { id, reward: outcome.value, error: outcome.category, files: [] };
    case 'excluded':
      return { id, reward: null, outcome: 'excluded', reason: outcome.reason, files: [] };
  }
}

/** Writes lines no faster than they are taken; a reader that goes away is no error. */
class LineOutput {
  readonly #stream: Io['stdout'];
  #failure: NodeJS.ErrnoException | undefined;

  constructor(stream: Io['stdout']) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure = error;
    });
  }

  get readerIsGone(): boolean {
    return this.#failure?.code === 'EPIPE';
  }

  async write(line: string): Promise<void> {
    if (this.#failure !== undefined && !this.readerIsGone) throw this.#failure;
    if (this.#stream.write(`${line}\n`) || this.readerIsGone) return;
    await once(this.#stream, 'drain').catch((error: unknown) => {
      if (!this.readerIsGone) throw error;
    });
  }
}

/** Complaints, and on a terminal a count every two seconds; all on standard error. */
class Progress {
  readonly #stderr: Io['stderr'];
  readonly #onTerminal: boolean;
  readonly #ignored = new Set<string>();
  #lines = 0;
  #shownAt = Date.now();

  constructor(io: Io) {
    this.#stderr = io.stderr;
    this.#onTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true;
  }

  complain(message: string): void {
    this.#clear();
    this.#stderr.write(`evoline reward score: ${message}\n`);
  }

  nameIgnoredFields(line: unknown): void {
    for (const field of Object.keys(Object(line))) {
      if (field in RewardLineIn.shape || this.#ignored.has(field)) continue;
      this.#ignored.add(field);
      this.complain(`the field ${JSON.stringify(field)} is not known and is ignored`);
    }
  }

  count(): void {
    this.#lines += 1;
    if (!this.#onTerminal || Date.now() - this.#shownAt < PROGRESS_EVERY_MILLISECONDS) return;
    this.#shownAt = Date.now();
    this.#stderr.write(`\r${this.#lines} lines scored`);
  }

  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#onTerminal) this.#stderr.write('\r\u001b[K');
  }
}
