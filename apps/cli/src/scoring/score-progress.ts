import type { Writable } from 'node:stream';
import type { Io } from '../io.ts';
import type { ScoredLine } from './scored-line.ts';

const progressEveryMilliseconds = 2_000;

interface Counts {
  scored: number;
  fault: number;
  excluded: number;
  bad: number;
}

/** Complaints, on a terminal a count every two seconds, and a summary; all on standard error. */
export class ScoreProgress {
  readonly #stderr: Writable;
  readonly #onTerminal: boolean;
  readonly #ignored = new Set<string>();
  readonly #counts: Counts = { scored: 0, fault: 0, excluded: 0, bad: 0 };
  readonly #startedAt = performance.now();
  #shownAt = this.#startedAt;

  constructor(io: Pick<Io, 'stderr'>) {
    this.#stderr = io.stderr;
    this.#onTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true;
  }

  get badLines(): number {
    return this.#counts.bad;
  }

  /** Counts a line, and says what is wrong with it. */
  note(number: number, line: NonNullable<ScoredLine>): void {
    if ('problem' in line) {
      this.#counts.bad += 1;
      this.#say(`line ${number}: ${line.problem}`);
      return;
    }
    this.#counts[line.outcome] += 1;
    for (const field of line.ignored) this.#nameIgnored(field);
  }

  /** Shows the count when it is time. */
  show(): void {
    const now = performance.now();
    if (!this.#onTerminal || now - this.#shownAt < progressEveryMilliseconds) return;
    this.#shownAt = now;
    this.#stderr.write(`\r\u001b[K${this.#pace()}`);
  }

  /** The summary: on a terminal, and wherever a line has no reward. */
  end(): void {
    this.#clear();
    const { scored, fault, excluded, bad } = this.#counts;
    if (!this.#onTerminal && excluded === 0 && bad === 0) return;
    const parts = [
      `${scored} scored`,
      `${fault} at fault (-1)`,
      `${excluded} excluded`,
      `${bad} bad`,
    ];
    this.#say(`${this.#pace()}: ${parts.join(', ')}`);
  }

  #nameIgnored(field: string): void {
    if (this.#ignored.has(field)) return;
    this.#ignored.add(field);
    this.#say(`the field ${JSON.stringify(field)} is not known and is ignored`);
  }

  #say(message: string): void {
    this.#clear();
    this.#stderr.write(`evoline reward score: ${message}\n`);
  }

  #pace(): string {
    const lines = Object.values(this.#counts).reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return `${lines} lines in ${seconds.toFixed(1)} s`;
  }

  #clear(): void {
    if (this.#onTerminal) this.#stderr.write('\r\u001b[K');
  }
}
