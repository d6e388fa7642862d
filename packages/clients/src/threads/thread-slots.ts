/** A thread as far as its place in the pool is concerned. */
export interface SlottedThread {
  readonly isOver: boolean;
  terminate(): Promise<void>;
}

const idleMilliseconds = 300_000;

interface Waiting<Thread> {
  readonly resolve: (thread: Thread) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lends out at most so many threads at a time, first come, first served. Starts them when they are wanted and
 * ends those that nobody wanted for five minutes.
 */
export class ThreadSlots<Thread extends SlottedThread> {
  readonly #most: number;
  readonly #start: () => Thread;
  readonly #alive = new Set<Thread>();
  readonly #idle = new Map<Thread, NodeJS.Timeout>();
  readonly #waiting = new Set<Waiting<Thread>>();
  #started = 0;
  #closed = false;

  constructor(most: number, start: () => Thread) {
    this.#most = most;
    this.#start = start;
  }

  get alive(): number {
    return this.#alive.size;
  }

  get started(): number {
    return this.#started;
  }

  /** @throws the reason of `signal` when it is aborted before a thread is free */
  async take(signal: AbortSignal | undefined): Promise<Thread> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Thread>();
    const waiting = { resolve, reject };
    this.#waiting.add(waiting);
    const abort = (): void => {
      if (this.#waiting.delete(waiting)) reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      this.#serve();
      return await promise;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  giveBack(thread: Thread): void {
    if (thread.isOver) this.#alive.delete(thread);
    else this.#idle.set(thread, setTimeout(() => this.#retire(thread), idleMilliseconds).unref());
    this.#serve();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#serve();
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    await Promise.all([...this.#alive].map((thread) => thread.terminate()));
    this.#alive.clear();
  }

  #serve(): void {
    for (const waiting of this.#waiting) {
      try {
        const thread = this.#freeThread();
        if (thread === undefined) return;
        waiting.resolve(thread);
      } catch (error) {
        waiting.reject(error);
      }
      this.#waiting.delete(waiting);
    }
  }

  #freeThread(): Thread | undefined {
    if (this.#closed) throw new Error('the thread pool is closed');
    return this.#idleThread() ?? this.#newThread();
  }

  /** The one that was busy last: its caches are warm, and the others may retire. */
  #idleThread(): Thread | undefined {
    const [thread, timer] = [...this.#idle].at(-1) ?? [];
    if (thread === undefined) return undefined;
    clearTimeout(timer);
    this.#idle.delete(thread);
    if (!thread.isOver) return thread;
    this.#alive.delete(thread);
    return this.#idleThread();
  }

  #newThread(): Thread | undefined {
    if (this.#alive.size >= this.#most) return undefined;
    const thread = this.#start();
    this.#started += 1;
    this.#alive.add(thread);
    return thread;
  }

  #retire(thread: Thread): void {
    this.#idle.delete(thread);
    this.#alive.delete(thread);
    void thread.terminate();
  }
}
