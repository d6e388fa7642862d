import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EvolineFailure } from '@evoline/contract/failures';

/**
 * Makes a folder complete or not at all: filled beside its place, then renamed into it. Whatever fails
 * leaves nothing behind.
 *
 * @throws EvolineFailure input_invalid when something is there already
 */
export async function makeFreshFolder<T>(
  folder: string,
  fill: (draft: string) => Promise<T>,
): Promise<T> {
  const target = resolve(folder);
  await refuseTaken(target);
  const draft = join(dirname(target), `.${basename(target)}.partial-${randomUUID()}`);
  try {
    await mkdir(draft, { recursive: true });
    const filled = await fill(draft);
    await refuseTaken(target);
    await rename(draft, target);
    return filled;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function refuseTaken(target: string): Promise<void> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    const reason = error.code === 'ENOTDIR' ? 'is a file' : `cannot be read (${error.code})`;
    throw taken(target, reason);
  });
  if (entries.length > 0) throw taken(target, 'is not empty');
}

function taken(target: string, reason: string): EvolineFailure {
  return new EvolineFailure(
    'input_invalid',
    `${target} ${reason}; name a folder that is not there yet`,
  );
}
