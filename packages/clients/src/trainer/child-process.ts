import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { LineQueue } from './line-queue.ts';

/** How a child ended, with the last lines of its standard error. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastWords: string;
}

export interface ChildOptions {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long a child may take to end when asked politely. */
  readonly graceSeconds: number;
}

/** After the guard lost its input, how long it may take to kill what it guards. */
const guardSeconds = 5;
const lastWordsLimit = 4_000;

/**
 * A child process in a process group of its own, spoken to in lines. It is meant to be started under
 * `evoline_policy.guard`, which kills the child and its children when this process is gone, however
 * it went.
 */
export class ChildProcess {
  /** Lines of standard output, in order. */
  readonly lines = new LineQueue();
  readonly exited: Promise<ChildExit>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #graceSeconds: number;
  #lastWords = '';
  #hasExited = false;

  /** @throws what `spawn` says when the program cannot be started */
  static async start(options: ChildOptions): Promise<ChildProcess> {
    const [program, ...parameters] = options.argv;
    const process = spawn(program, parameters, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...options.environment },
    });
    await once(process, 'spawn');
    return new ChildProcess(process, options.graceSeconds);
  }

  private constructor(process: ChildProcessWithoutNullStreams, graceSeconds: number) {
    this.#process = process;
    this.#graceSeconds = graceSeconds;
    // Writing to a child that died early must not crash this process.
    process.stdin.on('error', () => {});
    process.stdout.on('data', (chunk: Buffer) => this.lines.push(chunk));
    process.stderr.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-lastWordsLimit);
    });
    this.exited = this.#untilExit();
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Sends one JSON line; does nothing when the child is gone. */
  send(message: unknown): void {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /**
   * Ends the child: SIGTERM, then, after the grace, a closed input, on which the guard kills
   * everything, at last SIGKILL. Resolves when nothing of the group is left.
   */
  async stop(): Promise<ChildExit> {
    this.#signalGroup('SIGTERM');
    if (!(await this.#exitsWithin(this.#graceSeconds))) this.#process.stdin.end();
    if (!(await this.#exitsWithin(guardSeconds))) this.#signalGroup('SIGKILL');
    return this.exited;
  }

  /** Waits for a child that is about to end by itself; ends it when it takes too long. */
  async finish(): Promise<ChildExit> {
    if (await this.#exitsWithin(this.#graceSeconds)) return this.exited;
    return this.stop();
  }

  async #untilExit(): Promise<ChildExit> {
    // `close` alone would wait for a grandchild that holds the pipes: first `exit`, then the group.
    const closed = once(this.#process, 'close');
    const [code, signal] = await once(this.#process, 'exit');
    this.#signalGroup('SIGKILL');
    await Promise.race([closed, delay(guardSeconds * 1_000, undefined, { ref: false })]);
    this.#hasExited = true;
    this.lines.end();
    return { code, signal, lastWords: this.#lastWords.trim() };
  }

  async #exitsWithin(seconds: number): Promise<boolean> {
    const late = Symbol('late');
    const timer = new AbortController();
    const first = await Promise.race([
      this.exited,
      delay(seconds * 1_000, late, { signal: timer.signal }).catch(() => late),
    ]);
    timer.abort();
    return first !== late;
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const group = this.#process.pid;
    if (group === undefined) return;
    try {
      process.kill(-group, signal);
    } catch {
      // Nobody is left in the group.
    }
  }
}
