import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes. Results go to `stdout`; progress and complaints to `stderr`. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** true: standard output carries exactly one JSON document. */
  readonly json: boolean;
  /** Columns of the terminal; 100 when there is none. */
  readonly columns: number;
  /** Whether colour may be used on standard output. */
  readonly colour: boolean;
}

/** Process exit codes: 0 done, 1 failure, 2 bad usage. */
export type ExitCode = 0 | 1 | 2;

/** Bad usage: printed as one line, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Ctrl-C: no defect of anybody. */
export class InterruptedError extends Error {
  constructor() {
    super('interrupted; what was finished is kept');
    this.name = 'InterruptedError';
  }
}

/** Writes a result: one JSON document with `--json`, else the text for people. */
export function writeResult(io: Io, value: unknown, text: string): void {
  io.stdout.write(io.json ? `${JSON.stringify(value)}\n` : `${text.trimEnd()}\n`);
}
