import type { Io } from '../io.ts';

const apartMilliseconds = 2_500;
const stillEverySeconds = 15;

/**
 * Lines of progress on standard error: a line when it differs, not more often than people read, and
 * how long the same one has held.
 */
export class ProgressLines {
  readonly #io: Pick<Io, 'stderr'>;
  readonly #still: NodeJS.Timeout;
  #held: NodeJS.Timeout | undefined;
  #latest = '';
  #told = '';
  #toldAt = -Infinity;

  constructor(io: Pick<Io, 'stderr'>) {
    this.#io = io;
    this.#still = setInterval(() => this.#tellStill(), stillEverySeconds * 1000);
  }

  show(line: string): void {
    this.#latest = line;
    const wait = this.#toldAt + apartMilliseconds - Date.now();
    if (wait <= 0) this.#tell();
    else this.#held ??= setTimeout(() => this.#tell(), wait);
  }

  /** Tells what was held back; nothing comes after. */
  end(): void {
    clearInterval(this.#still);
    this.#tell();
  }

  #tell(): void {
    clearTimeout(this.#held);
    this.#held = undefined;
    if (this.#latest === this.#told) return;
    this.#told = this.#latest;
    this.#toldAt = Date.now();
    this.#io.stderr.write(`${this.#told}\n`);
  }

  #tellStill(): void {
    const seconds = Math.round((Date.now() - this.#toldAt) / 1000);
    if (this.#told !== '' && seconds >= stillEverySeconds) {
      this.#io.stderr.write(`  … the same for ${seconds} s\n`);
    }
  }
}
