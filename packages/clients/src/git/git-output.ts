import { EvolineFailure } from '@evoline/contract/failures';
import { gitFailure } from './git-failure.ts';
import type { GitProgram } from './git-program.ts';
import { abortReason, endOf } from './run-git.ts';

export interface GitOutputOptions {
  readonly gitFolder: string;
  /** The command and its arguments. */
  readonly args: readonly string[];
  /** Between two pieces of output. */
  readonly silenceSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a git command prints, in pieces of UTF-8 text; the command ends with whoever stops reading. */
export async function* gitOutput(
  program: GitProgram,
  { gitFolder, args, silenceSeconds, signal }: GitOutputOptions,
): AsyncGenerator<string> {
  const what = args[0] ?? '';
  const child = program.start([...args], { gitFolder });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4096);
  });
  child.stdin.on('error', () => {}).end();
  const ended = endOf(child);
  let isSilent = false;
  const silence = setTimeout(() => {
    isSilent = true;
    child.kill('SIGKILL');
  }, silenceSeconds * 1000);
  const onAbort = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout) {
      silence.refresh();
      yield String(text);
    }
    const status = await ended;
    if (signal?.aborted === true) throw abortReason(signal);
    if (isSilent)
      throw new EvolineFailure('git_unreachable', `git ${what}: silent for ${silenceSeconds} s`);
    if (status !== 0) throw gitFailure(what, complaints);
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
    ended.catch(() => {});
  }
}
