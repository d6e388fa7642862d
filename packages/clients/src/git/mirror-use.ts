import { utimesSync } from 'node:fs';
import { stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file in a mirror that was modified when the mirror was last used, by whatever process. */
const stampOf = (mirror: string) => path.join(mirror, 'evoline-used');
const touchMilliseconds = 10_000;

/** Gives a new mirror its stamp. */
export async function beginUse(mirror: string): Promise<void> {
  await writeFile(stampOf(mirror), '');
}

/** Notes a use; false when there is no mirror. */
export async function touchUse(mirror: string): Promise<boolean> {
  const now = new Date();
  return await utimes(stampOf(mirror), now, now).then(
    () => true,
    () => false,
  );
}

/** Notes a use now and every few seconds, until the returned function is called. */
export function keepInUse(mirror: string, everyMilliseconds = touchMilliseconds): () => void {
  const touch = () => {
    try {
      utimesSync(stampOf(mirror), new Date(), new Date());
    } catch {
      // Evicted between two uses: whoever reads it will be told that it is not there.
    }
  };
  touch();
  const timer = setInterval(touch, everyMilliseconds).unref();
  return () => clearInterval(timer);
}

/** Milliseconds since 1970; 0 when it was never used. */
export async function lastUseOf(mirror: string): Promise<number> {
  const found = await stat(stampOf(mirror)).catch(() => null);
  return found?.mtimeMs ?? 0;
}
