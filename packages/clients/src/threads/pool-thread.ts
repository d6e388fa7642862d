import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { type BatchMark, hasBegun, markedPart, newBatchMark, readMark } from './batch-mark.ts';
import type { Batch, Interruption, PartLoss } from './part-outcome.ts';
import type { PostedBatch, ThreadMessage } from './serve-batches.ts';

export interface PoolThreadOptions {
  readonly program: URL;
  readonly partTimeoutSeconds: number;
  readonly memoryMegabytes: number;
}

/** A thread ended before it took up a batch: the program is at fault, not the batch. */
export class ThreadStartError extends Error {
  constructor(message: string) {
    super(`a thread did not start: ${message}`);
    this.name = 'ThreadStartError';
  }
}

/** Loading modules on a busy machine, or copying a large batch, may take long. */
const startSeconds = 60;
/** Of new objects, beside the limit of memory. More costs resident memory and saves no time. */
const youngMegabytes = 24;

const starter = new URL('./start-thread.mjs', import.meta.url);

type Ending<Result> =
  | { readonly results: readonly Result[] }
  | { readonly loss: PartLoss; readonly message: string };

/** One thread of a pool, for one batch at a time. It is over once a batch was interrupted. */
export class PoolThread<Shared, Part, Result> {
  readonly #worker: Worker;
  readonly #partTimeoutSeconds: number;
  #end: (ending: Ending<Result>) => void = () => {};
  #ended: Ending<Result> | undefined;

  constructor(
    options: PoolThreadOptions,
    onReady: (facts: Readonly<Record<string, string>>) => void,
  ) {
    this.#partTimeoutSeconds = options.partTimeoutSeconds;
    this.#worker = new Worker(starter, {
      workerData: { program: options.program.href, compileCache: getCompileCacheDir() },
      env: {}, // it has no use for secrets
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryMegabytes,
        maxYoungGenerationSizeMb: youngMegabytes,
      },
    });
    this.#worker.on('message', (message: ThreadMessage<Result>) => {
      if ('ready' in message) onReady(message.ready);
      else this.#end(message);
    });
    this.#worker.on('messageerror', (error) => this.#over('thread_died', error.message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#over(outOfMemory ? 'out_of_memory' : 'threw', `${error.name}: ${error.message}`);
    });
    this.#worker.on('exit', (code) => this.#over('thread_died', `it ended with code ${code}`));
    this.#worker.unref();
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Does a batch, with a limit of time for each part.
   *
   * @throws ThreadStartError when the thread ended before it took up the batch, but for want of memory
   * @throws the reason of `signal` when that was aborted
   */
  async run(
    batch: Batch<Shared, Part>,
    signal: AbortSignal | undefined,
  ): Promise<readonly Result[] | Interruption> {
    const mark = newBatchMark();
    const ending = await this.#post({ ...batch, mark }, signal);
    if ('results' in ending) return ending.results;
    await this.terminate();
    signal?.throwIfAborted();
    const { loss, message } = ending;
    if (!hasBegun(mark) && loss !== 'out_of_memory') throw new ThreadStartError(message);
    return { loss, message, part: markedPart(mark) };
  }

  async terminate(): Promise<void> {
    this.#over('thread_died', 'it was ended');
    await this.#worker.terminate();
  }

  async #post(
    posted: PostedBatch<Shared, Part>,
    signal: AbortSignal | undefined,
  ): Promise<Ending<Result>> {
    if (this.#ended !== undefined) return this.#ended;
    const { promise, resolve } = Promise.withResolvers<Ending<Result>>();
    this.#end = resolve;
    const abort = (): void => resolve({ loss: 'thread_died', message: 'aborted' });
    signal?.addEventListener('abort', abort, { once: true });
    const watch = this.#watch(posted.mark);
    try {
      this.#worker.ref();
      this.#worker.postMessage(posted);
      return await promise;
    } finally {
      clearInterval(watch);
      signal?.removeEventListener('abort', abort);
      this.#end = () => {};
      this.#worker.unref();
    }
  }

  /** Ends the batch when its mark has not moved for the time that a part may take. */
  #watch(mark: BatchMark): NodeJS.Timeout {
    let seen = readMark(mark);
    let since = performance.now();
    const look = (): void => {
      const now = performance.now();
      const current = readMark(mark);
      if (current !== seen) [seen, since] = [current, now];
      const limit = hasBegun(mark) ? this.#partTimeoutSeconds : startSeconds;
      if (now - since > limit * 1000) {
        this.#end({ loss: 'timeout', message: `not done within ${limit} seconds` });
      }
    };
    return setInterval(look, Math.min(250, this.#partTimeoutSeconds * 250));
  }

  #over(loss: PartLoss, message: string): void {
    this.#ended ??= { loss, message };
    this.#end(this.#ended);
  }
}
