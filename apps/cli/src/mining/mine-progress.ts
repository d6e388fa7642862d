import type { MineProgress } from '@evoline/domain/mine/mine-source';
import type { Io } from '../io.ts';

const quietMilliseconds = 2_000;
const everyMilliseconds = { terminal: 250, log: 10_000 } as const;

/** Says on standard error how far mining is, once it has taken two seconds. */
export class MineProgressLine {
  readonly #io: Io;
  readonly #isTerminal: boolean;
  readonly #startedAt = Date.now();
  #shownAt = 0;
  #now: MineProgress | null = null;
  #examined = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#isTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true;
  }

  at(progress: MineProgress): void {
    this.#now = progress;
    this.#show();
  }

  examined(): void {
    this.#examined += 1;
    this.#show();
  }

  end(): void {
    if (this.#isTerminal && this.#shownAt > 0) this.#io.stderr.write('\r\u001b[K');
  }

  #show(): void {
    const now = Date.now();
    const every = this.#isTerminal ? everyMilliseconds.terminal : everyMilliseconds.log;
    if (now - this.#startedAt < quietMilliseconds || now - this.#shownAt < every) return;
    this.#shownAt = now;
    const where = this.#now === null ? 'opening' : `${this.#now.repository}: ${this.#now.doing}`;
    const line = `${where}, ${this.#examined} pull requests examined`;
    this.#io.stderr.write(this.#isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }
}
