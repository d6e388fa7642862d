import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { programPath } from '../env.ts';

/**
 * Settings that make git independent of the machine: nobody's configuration, no hooks, no fsync (the
 * worlds are thrown away), and repositories that another user owns may be read.
 */
export const hermeticGitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '4',
  GIT_CONFIG_KEY_0: 'core.fsync',
  GIT_CONFIG_VALUE_0: 'none',
  GIT_CONFIG_KEY_1: 'gc.auto',
  GIT_CONFIG_VALUE_1: '0',
  GIT_CONFIG_KEY_2: 'safe.directory',
  GIT_CONFIG_VALUE_2: '*',
  GIT_CONFIG_KEY_3: 'core.hooksPath',
  GIT_CONFIG_VALUE_3: '/dev/null',
};

/** Runs git with `input` on its standard input and returns standard output; throws with what git said. */
export async function git(
  cwd: string,
  args: readonly string[],
  input: Iterable<string | Buffer> = [],
): Promise<string> {
  const env = { PATH: programPath, ...hermeticGitEnvironment };
  const child = spawn('git', args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const closed = once(child, 'close');
  // a broken pipe only says that git has ended; its exit status says why
  await pipeline(Readable.from(inChunks(input)), child.stdin).catch(() => {});
  const [code] = await closed;
  if (code === 0) return Buffer.concat(output).toString();
  throw new Error(
    `git ${args[0]} failed in ${cwd}: ${Buffer.concat(complaints).toString().trim()}`,
  );
}

/** Joins small parts: a system call for each would cost more than git's own work. */
function* inChunks(parts: Iterable<string | Buffer>, size = 1 << 18): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for (const part of parts) {
    const buffer = Buffer.from(part);
    waiting.push(buffer);
    bytes += buffer.length;
    if (bytes < size) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
