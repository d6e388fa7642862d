import { lossReasons } from '@evoline/clients/threads/loss-reasons';
import type { PartLoss, PartOutcome } from '@evoline/clients/threads/part-outcome';
import { ThreadPool } from '@evoline/clients/threads/thread-pool';
import type { RewardChoice } from '@evoline/contract/reward';
import type { LineBatch, RawLine } from './line-batches.ts';
import type { LineTask, ScoredLine } from './scored-line.ts';

export interface LinePoolOptions {
  readonly reward: RewardChoice;
  /** One per core by default. */
  readonly threads?: number;
  readonly pairTimeoutSeconds?: number;
  /** The program of a thread, for tests. */
  readonly program?: URL;
}

/** Threads that read and score lines. A line that costs its thread is answered as excluded, with the reason. */
export class LinePool {
  readonly #reward: RewardChoice;
  readonly #pool: ThreadPool<LineTask, RawLine, ScoredLine>;

  constructor({ reward, threads, pairTimeoutSeconds, program }: LinePoolOptions) {
    this.#reward = reward;
    this.#pool = new ThreadPool({
      program: program ?? new URL('./score-lines-thread.ts', import.meta.url),
      ...(threads !== undefined && { threads }),
      ...(pairTimeoutSeconds !== undefined && { partTimeoutSeconds: pairTimeoutSeconds }),
    });
  }

  get threads(): number {
    return this.#pool.threads;
  }

  /** @returns what became of each line of the batch, in their order */
  async score({ lines }: LineBatch): Promise<ScoredLine[]> {
    const outcomes = await this.#pool.run({ shared: { reward: this.#reward }, parts: lines });
    return Promise.all(
      outcomes.map(async (outcome, index) =>
        'result' in outcome ? outcome.result : this.#exclude(lines[index] ?? 'too long', outcome),
      ),
    );
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** Reads the line once more, for its id. */
  async #exclude(
    line: RawLine,
    { lost, message }: Extract<PartOutcome<ScoredLine>, { lost: PartLoss }>,
  ): Promise<ScoredLine> {
    const shared = { reward: this.#reward, excluded: lossReasons[lost] };
    const [outcome] = await this.#pool.run({ shared, parts: [line] });
    if (outcome !== undefined && 'result' in outcome) return outcome.result;
    return { problem: `it could not be read: ${message}` };
  }
}
