import { EvolineFailure } from '@evoline/contract/failures';
import { folderBytes } from './folder-bytes.ts';

export interface GrowthOptions {
  /** The folder that grows. */
  readonly folder: string;
  readonly maxBytes: number;
  /** Called whenever it grew by so much that others may have to make room. */
  readonly onGrowth: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const lookMilliseconds = 1000;
const growthBytes = 1 << 26;

/**
 * Does work that fills a folder, and ends it when the folder outgrows its bound.
 *
 * @throws EvolineFailure mirror_too_large
 */
export async function watchGrowth<T>(
  { folder, maxBytes, onGrowth, signal }: GrowthOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let told = 0;
  const look = async () => {
    const bytes = await folderBytes(folder);
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    if (bytes < told + growthBytes) return;
    told = bytes;
    await onGrowth();
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => stop.abort(error));
  }, lookMilliseconds);
  try {
    const signals = signal === undefined ? [stop.signal] : [signal, stop.signal];
    const result = await work(AbortSignal.any(signals));
    await look();
    return result;
  } finally {
    clearInterval(timer);
    await looking;
  }
}

function tooLarge(maxBytes: number): EvolineFailure {
  const most = `${Math.round(maxBytes / 1e6)} MB`;
  return new EvolineFailure('mirror_too_large', `git: the repository takes more than ${most}`);
}
