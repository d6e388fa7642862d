import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EvolineFailure } from '@evoline/contract/failures';
import { abortReason } from './run-git.ts';

/** A holder that has not touched its lock for so long is gone. */
const staleSeconds = 60;
const touchSeconds = 10;

/**
 * Does `work` while holding a lock file that all processes on all hosts of this folder respect. A
 * holder that died is replaced after a minute; one that lives is waited for until `waitSeconds`.
 */
export async function withLock<T>(
  file: string,
  options: { readonly waitSeconds: number; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  const deadline = Date.now() + options.waitSeconds * 1000;
  while (!(await take(file, token))) {
    if (options.signal?.aborted === true) throw abortReason(options.signal);
    if (Date.now() > deadline) {
      throw new EvolineFailure(
        'git_unreachable',
        `another process holds ${file} for more than ${options.waitSeconds} s`,
      );
    }
    await delay(100);
  }
  const touch = setInterval(
    () => void utimes(file, new Date(), new Date()).catch(() => {}),
    touchSeconds * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if ((await readFile(file, 'utf8').catch(() => '')) === token) await rm(file, { force: true });
  }
}

async function take(file: string, token: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle
      .writeFile(token)
      .catch(async (error: unknown) => {
        // A lock that nobody's token is in would be nobody's to free.
        await rm(file, { force: true });
        throw error;
      })
      .finally(() => handle.close());
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await dropStale(file);
    return false;
  }
}

/** Moves the lock aside before it is removed, so that of two waiters only one replaces it. */
async function dropStale(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || Date.now() - found.mtimeMs < staleSeconds * 1000) return;
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => {});
  await rm(aside, { force: true });
}
