import type { Writable } from 'node:stream';

/** Writes no faster than is read, and knows when nobody reads any more (`| head`), which is no failure. */
export class AnswerOutput {
  readonly #stream: Writable;
  #failure: NodeJS.ErrnoException | undefined;
  #taken: () => void = () => {};
  #onGone: () => void = () => {};

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('drain', this.#drained).on('error', this.#fail).on('close', this.#closed);
  }

  get readerIsGone(): boolean {
    return this.#failure?.code === 'EPIPE';
  }

  /** Called when the reader has gone, also while nothing is written. */
  onGone(listener: () => void): void {
    this.#onGone = listener;
    if (this.readerIsGone) listener();
  }

  /** One at a time. @throws what became of the stream */
  async write(text: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (text === '' || this.#stream.write(text)) return;
    await new Promise<void>((resolve) => (this.#taken = resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Lets the stream go; it is not ended. */
  release(): void {
    this.#stream.off('drain', this.#drained).off('error', this.#fail).off('close', this.#closed);
  }

  readonly #drained = (): void => this.#taken();

  readonly #fail = (error: NodeJS.ErrnoException): void => {
    this.#failure ??= error;
    this.#taken();
    if (this.readerIsGone) this.#onGone();
  };

  readonly #closed = (): void => {
    this.#fail(Object.assign(new Error('the stream is closed'), { code: 'EPIPE' }));
  };
}
