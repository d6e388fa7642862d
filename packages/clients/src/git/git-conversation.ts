import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { EvolineFailure } from '@evoline/contract/failures';
import { ByteQueue } from './byte-queue.ts';
import { gitFailure, lastWords } from './git-failure.ts';
import { abortReason } from './run-git.ts';

/** One question and how to tell its answer. `read` returns undefined until all of it has come. */
interface Question<T> {
  readonly request: string;
  readonly read: (bytes: ByteQueue) => T | undefined;
}

interface Waiting {
  readonly request: string;
  /** true when the answer was complete. */
  readonly tryAnswer: (bytes: ByteQueue) => boolean;
  readonly giveUp: () => void;
  readonly fail: (reason: unknown) => void;
}

export interface ConversationOptions {
  readonly start: () => ChildProcessWithoutNullStreams;
  /** Name of the command in messages. */
  readonly what: string;
  /** For one answer. */
  readonly deadlineSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** What git says when objects are missing or damaged: an answer about the data, not a fault of ours. */
const aboutObjects =
  /unable to read|bad object|bad tree|missing|corrupt|not a (?:tree|blob|valid)|invalid (?:object|sha1)|too-short|malformed|could not read|could not parse|empty filename|inflate|loose object|packed object/i;

/**
 * A git process that answers questions in order, many of them on their way at once. When it dies of
 * a missing or damaged object, that one question is answered with null and the others are asked again.
 */
export class GitConversation {
  readonly #options: ConversationOptions;
  readonly #waiting: Waiting[] = [];
  readonly #bytes = new ByteQueue();
  #child: ChildProcessWithoutNullStreams | null = null;
  #complaints = '';
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  readonly #onAbort = () => this.#failAll(abortReason(this.#options.signal));

  constructor(options: ConversationOptions) {
    this.#options = options;
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Asks; resolves to null when git could not read what the question names. */
  ask<T>({ request, read }: Question<T>): Promise<T | null> {
    if (this.#options.signal?.aborted === true)
      return Promise.reject(abortReason(this.#options.signal));
    if (this.#isClosed) return Promise.reject(new Error(`git ${this.#options.what} was closed`));
    return new Promise<T | null>((resolve, reject) => {
      this.#waiting.push({
        request,
        tryAnswer: (bytes) => {
          const answer = read(bytes);
          if (answer !== undefined) resolve(answer);
          return answer !== undefined;
        },
        giveUp: () => resolve(null),
        fail: reject,
      });
      if (this.#child === null) this.#start();
      else send(this.#child, request);
      this.#armDeadline();
    });
  }

  /** Ends the process; what was still asked fails. */
  close(): void {
    this.#isClosed = true;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#failAll(new Error(`git ${this.#options.what} was closed`));
  }

  #start(): void {
    const child = this.#options.start();
    this.#child = child;
    this.#complaints = '';
    this.#bytes.clear();
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-4096);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#hear(chunk);
    });
    child.once('error', (error) => this.#failAll(startFailure(error)));
    child.once('close', (code) => {
      if (this.#child === child) this.#ended(code);
    });
    child.stdin.write(this.#waiting.map((waiting) => waiting.request).join(''));
  }

  #hear(chunk: Buffer): void {
    this.#bytes.append(chunk);
    try {
      while (this.#waiting[0]?.tryAnswer(this.#bytes) === true) {
        this.#waiting.shift();
        this.#armDeadline();
      }
    } catch (error) {
      this.#failAll(error);
    }
  }

  #ended(code: number | null): void {
    this.#child = null;
    const first = this.#waiting.shift();
    if (first === undefined) return;
    if (code !== null && aboutObjects.test(this.#complaints)) {
      first.giveUp();
      if (this.#waiting.length > 0) this.#start();
      this.#armDeadline();
      return;
    }
    const { what } = this.#options;
    const words = lastWords(this.#complaints);
    const failure = code === null ? killed(what, words) : gitFailure(what, this.#complaints);
    first.fail(failure);
    this.#failAll(failure);
  }

  #armDeadline(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const { what, deadlineSeconds } = this.#options;
    this.#timer = setTimeout(() => {
      const message = `git ${what}: no answer within ${deadlineSeconds} s`;
      this.#failAll(new EvolineFailure('git_failed', message));
    }, deadlineSeconds * 1000);
  }

  #failAll(reason: unknown): void {
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    for (const waiting of this.#waiting.splice(0)) waiting.fail(reason);
    this.#armDeadline();
  }
}

/** All that is asked within one tick goes out in one write. */
function send({ stdin }: ChildProcessWithoutNullStreams, request: string): void {
  stdin.cork();
  stdin.write(request);
  process.nextTick(() => stdin.uncork());
}

function killed(what: string, words: string): EvolineFailure {
  return new EvolineFailure('git_unreachable', `git ${what} was killed ${words}`.trim());
}

function startFailure(error: Error): EvolineFailure {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  const message = isMissing ? 'git is not installed, or not on PATH' : error.message;
  return new EvolineFailure('git_failed', message, { cause: error });
}
