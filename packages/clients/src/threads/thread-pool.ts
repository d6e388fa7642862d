import { availableParallelism } from 'node:os';
import { finishBatch } from './finish-batch.ts';
import type { Batch, Interruption, PartLoss, PartOutcome } from './part-outcome.ts';
import { PoolThread, type PoolThreadOptions, ThreadStartError } from './pool-thread.ts';
import { ThreadSlots } from './thread-slots.ts';

export interface ThreadPoolOptions {
  /** A TypeScript file of ours that calls `serveBatches`. */
  readonly program: URL;
  /** At most so many at once; one per core by default. They start when work comes. */
  readonly threads?: number;
  /** Wall-clock time that one part may take; 20 by default. */
  readonly partTimeoutSeconds?: number;
  /** JavaScript heap of one thread; 512 by default. Typed arrays and WebAssembly memory lie outside of it. */
  readonly memoryMegabytes?: number;
}

export interface ThreadPoolStats {
  /** Alive now. */
  readonly threads: number;
  /** Ever started; more than `threads` when some were replaced or were idle for long. */
  readonly threadsStarted: number;
  /** Posted to threads, repetitions included. */
  readonly batches: number;
  /** Done or lost, each part once. */
  readonly parts: number;
  readonly lost: Readonly<Record<PartLoss, number>>;
  /** What the thread that started last said of itself; empty before. */
  readonly facts: Readonly<Record<string, string>>;
}

const startsBeforeGivingUp = 3;

/**
 * Threads of this process that work off batches. A part that runs over its time or memory, or throws, costs its
 * thread, which is replaced, and only that part; a thread that dies costs nothing. Idle threads keep no process alive and
 * end after five minutes.
 */
export class ThreadPool<Shared, Part, Result> {
  /** At most so many threads at once. */
  readonly threads: number;
  readonly #slots: ThreadSlots<PoolThread<Shared, Part, Result>>;
  readonly #lost: Record<PartLoss, number> = {
    timeout: 0,
    out_of_memory: 0,
    thread_died: 0,
    threw: 0,
  };
  #facts: Readonly<Record<string, string>> = {};
  #batches = 0;
  #parts = 0;

  constructor(options: ThreadPoolOptions) {
    const threadOptions: PoolThreadOptions = {
      program: options.program,
      partTimeoutSeconds: options.partTimeoutSeconds ?? 20,
      memoryMegabytes: options.memoryMegabytes ?? 512,
    };
    this.threads = options.threads ?? availableParallelism();
    const learn = (facts: Readonly<Record<string, string>>): void => void (this.#facts = facts);
    this.#slots = new ThreadSlots(this.threads, () => new PoolThread(threadOptions, learn));
  }

  /**
   * Does one batch in one thread, and in further ones as far as threads are lost on it.
   *
   * @returns one outcome for each part, in their order
   * @throws ThreadStartError when no thread can be started
   * @throws the reason of `signal`, at once, when it is aborted
   */
  async run(batch: Batch<Shared, Part>, signal?: AbortSignal): Promise<PartOutcome<Result>[]> {
    const { shared, parts } = batch;
    const attempt = (some: readonly Part[]) => this.#attempt({ shared, parts: some }, signal);
    const outcomes = await finishBatch(parts, attempt);
    this.#parts += outcomes.length;
    for (const outcome of outcomes) if ('lost' in outcome) this.#lost[outcome.lost] += 1;
    return outcomes;
  }

  stats(): ThreadPoolStats {
    const { alive: threads, started: threadsStarted } = this.#slots;
    const lost = { ...this.#lost };
    return {
      threads,
      threadsStarted,
      batches: this.#batches,
      parts: this.#parts,
      lost,
      facts: this.#facts,
    };
  }

  /** Ends all threads; what is under way or waits is rejected, and so is whatever comes afterwards. */
  async close(): Promise<void> {
    await this.#slots.close();
  }

  async #attempt(
    batch: Batch<Shared, Part>,
    signal: AbortSignal | undefined,
  ): Promise<readonly Result[] | Interruption> {
    for (let starts = 1; ; starts += 1) {
      const thread = await this.#slots.take(signal);
      try {
        this.#batches += 1;
        return await thread.run(batch, signal);
      } catch (error) {
        if (!(error instanceof ThreadStartError) || starts === startsBeforeGivingUp) throw error;
      } finally {
        this.#slots.giveBack(thread);
      }
    }
  }
}
