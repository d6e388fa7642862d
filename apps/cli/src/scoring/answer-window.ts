export interface WindowOptions<Answer> {
  /** Most batches under way: read, and not yet written. */
  readonly batches: number;
  /** Bytes under way from which on nothing is read; a single batch may hold more. */
  readonly bytes: number;
  /** Answers are written in the order of their batches. */
  readonly inOrder: boolean;
  /** Called for one answer at a time. */
  readonly write: (answer: Answer) => Promise<void>;
  /** Whoever reads may be waiting for more input, which is in vain now. */
  readonly onFailure: () => void;
}

/**
 * What is under way between reading and writing. It has an end: whoever reads waits for room, which comes with what
 * was written.
 */
export class AnswerWindow<Answer> {
  readonly #options: WindowOptions<Answer>;
  /** All that was written, or is to be written before the next answer. */
  #written: Promise<void> = Promise.resolve();
  #batches = 0;
  #bytes = 0;
  #failure: { readonly error: unknown } | undefined;
  #changed: () => void = () => {};

  constructor(options: WindowOptions<Answer>) {
    this.#options = options;
  }

  /** Waits until another batch may be read. @throws the first failure of an answer or of writing */
  async room(): Promise<void> {
    await this.#until(
      () => this.#batches < this.#options.batches && this.#bytes < this.#options.bytes,
    );
  }

  add(bytes: number, answered: Promise<Answer>): void {
    this.#batches += 1;
    this.#bytes += bytes;
    void this.#pass(answered)
      .catch((error: unknown) => {
        this.#failure ??= { error };
        this.#options.onFailure();
      })
      .then(() => {
        this.#batches -= 1;
        this.#bytes -= bytes;
        this.#changed();
      });
  }

  /** Waits until all is written. @throws the first failure of an answer or of writing */
  async end(): Promise<void> {
    await this.#until(() => this.#batches === 0);
  }

  async #pass(answered: Promise<Answer>): Promise<void> {
    const { inOrder, write } = this.#options;
    const before = this.#written;
    const writing = inOrder
      ? Promise.all([answered, before]).then(([answer]) => write(answer))
      : answered.then((answer) => this.#after(() => write(answer)));
    if (inOrder) this.#written = writing;
    await writing;
  }

  #after(write: () => Promise<void>): Promise<void> {
    this.#written = this.#written.then(write);
    return this.#written;
  }

  async #until(holds: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (holds()) return;
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }
}
