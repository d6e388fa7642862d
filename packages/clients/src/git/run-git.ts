import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { EvolineFailure } from '@evoline/contract/failures';
import { gitFailure, lastWords } from './git-failure.ts';
import type { GitProgram, StartOptions } from './git-program.ts';

export interface RunOptions extends StartOptions {
  readonly input?: string;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Default 16 MiB; more is a failure, not a truncation. */
  readonly maxOutputBytes?: number;
  /** Called with git's progress lines. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/**
 * Runs git to its end and returns its standard output.
 *
 * @throws EvolineFailure git_unreachable, not_found or git_failed with git's words
 */
export async function runGit(
  program: GitProgram,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const child = program.start(args, { ...options, leadsGroup: true });
  const what = args.find((arg) => /^[a-z]/.test(arg) && !arg.includes('=')) ?? 'git';
  const stop = watchDeadlines(child, what, options);
  try {
    const [status, output, complaints] = await Promise.all([
      endOf(child),
      collect(child, options.maxOutputBytes ?? 1 << 24),
      listen(child, options.onProgress),
      feed(child, options.input ?? ''),
    ]);
    if (stop.reason !== null) throw stop.reason;
    if (output === null) throw new EvolineFailure('git_failed', `git ${what}: too much output`);
    if (status !== 0) throw gitFailure(what, complaints);
    return output;
  } finally {
    stop.cancel();
    endGroup(child);
  }
}

function watchDeadlines(
  child: ChildProcessWithoutNullStreams,
  what: string,
  { timeoutSeconds, signal }: RunOptions,
): { reason: Error | null; cancel: () => void } {
  const state: { reason: Error | null; cancel: () => void } = { reason: null, cancel: () => {} };
  const stop = (reason: Error) => {
    state.reason ??= reason;
    endGroup(child);
  };
  const timer = setTimeout(
    () =>
      stop(new EvolineFailure('git_unreachable', `git ${what}: no end after ${timeoutSeconds} s`)),
    timeoutSeconds * 1000,
  );
  const onAbort = () => stop(abortReason(signal));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  state.cancel = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  return state;
}

/** What to throw when the work was cancelled from outside. */
export function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('the work was cancelled');
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** The exit status; null when a signal ended it. */
export function endOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('close', (code) => resolve(code));
    child.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      const message = isMissing ? 'git is not installed, or not on PATH' : lastWords(error.message);
      reject(new EvolineFailure('git_failed', message, { cause: error }));
    });
  });
}

async function collect(
  child: ChildProcessWithoutNullStreams,
  limit: number,
): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
    else endGroup(child);
  });
  await closed(child.stdout);
  return bytes <= limit ? Buffer.concat(chunks).toString('utf8') : null;
}

/** Standard error, of which the last 16 KiB are kept. */
async function listen(
  child: ChildProcessWithoutNullStreams,
  onProgress?: (line: string) => void,
): Promise<string> {
  let kept = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-16_384);
    if (onProgress !== undefined) {
      const line = text.split(/[\r\n]/).findLast((part) => part.trim() !== '');
      if (line !== undefined) onProgress(line.trim());
    }
  });
  await closed(child.stderr);
  return kept;
}

function feed(child: ChildProcessWithoutNullStreams, input: string): Promise<void> {
  // A broken pipe only says that git has ended; its exit status says why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return Promise.resolve();
}

function closed(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.once('error', () => resolve());
  });
}

const versions = new WeakMap<GitProgram, Promise<string>>();

/** Such as `2.39.5`; asked once per program. */
export function gitVersion(program: GitProgram): Promise<string> {
  const known = versions.get(program);
  if (known !== undefined) return known;
  const asked = runGit(program, ['version'], { timeoutSeconds: 20 }).then(
    (text) => /\d+(?:\.\d+)+/.exec(text)?.[0] ?? text.trim(),
  );
  versions.set(program, asked);
  return asked;
}
