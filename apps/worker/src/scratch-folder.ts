import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder of this process alone, and removes those of processes that are gone. */
export async function scratchFolder(cacheFolder: string): Promise<string> {
  const all = join(cacheFolder, 'scratch');
  await mkdir(all, { recursive: true });
  const stale = (await readdir(all)).filter((name) => !isAlive(Number(name)));
  await Promise.all(stale.map((name) => rm(join(all, name), { recursive: true, force: true })));
  const own = join(all, `${process.pid}`);
  await mkdir(own, { recursive: true });
  return own;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
