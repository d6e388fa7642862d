import type { Io } from '../io.ts';

/** How far an export or an import is. */
export interface TransferProgress {
  readonly doing: 'exporting' | 'checking' | 'importing';
  readonly items: number;
  /** Of all splits that take part. */
  readonly of: number;
}

const quietMilliseconds = 2_000;
const everyMilliseconds = { terminal: 250, log: 10_000 } as const;

/** Says on standard error how far it is, once it has taken two seconds. */
export class TransferProgressLine {
  readonly #io: Pick<Io, 'stderr'>;
  readonly #isTerminal: boolean;
  readonly #startedAt = Date.now();
  #shownAt = 0;

  constructor(io: Pick<Io, 'stderr'>) {
    this.#io = io;
    this.#isTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true;
  }

  at({ doing, items, of }: TransferProgress): void {
    const now = Date.now();
    const every = this.#isTerminal ? everyMilliseconds.terminal : everyMilliseconds.log;
    if (now - this.#startedAt < quietMilliseconds || now - this.#shownAt < every) return;
    this.#shownAt = now;
    const line = `${doing}: ${items} of ${of} items`;
    this.#io.stderr.write(this.#isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.#isTerminal && this.#shownAt > 0) this.#io.stderr.write('\r\u001b[K');
  }
}
