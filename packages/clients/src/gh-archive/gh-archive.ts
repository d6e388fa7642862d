import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { EvolineFailure } from '@evoline/contract/failures';
import { bufferLines, tooLong } from './buffer-lines.ts';

/** How an hour file was read; null where the archive has no such hour. */
export interface ReadHour {
  readonly lines: number;
  readonly mentioning: number;
  /** Lines beyond 64 MiB, which were passed over. */
  readonly tooLong: number;
}

export interface ReadHourOptions {
  readonly signal: AbortSignal;
  /** Only lines that hold this text are decoded and handed on. */
  readonly mention: string;
  readonly onLine: (line: string) => void;
  readonly onProgress?: (lines: number) => void;
}

/** Events have been seen to exceed 16 MB. */
const maxLineBytes = 64 * 2 ** 20;
const linesPerProgress = 20_000;

/** Hour files of public events, gzip-compressed JSON lines, at an address such as https://data.gharchive.org. */
export class GhArchive {
  readonly #address: string;
  readonly #hourTimeoutSeconds: number;

  constructor(options: { readonly address: string; readonly hourTimeoutSeconds?: number }) {
    this.#address = options.address.replace(/\/+$/, '');
    this.#hourTimeoutSeconds = options.hourTimeoutSeconds ?? 1_800;
  }

  /**
   * Reads one hour file as a stream: memory does not grow with the hour.
   *
   * @param hour `YYYY-MM-DD-H`
   * @throws EvolineFailure archive_unreachable when it cannot be had whole; lines handed on before count for nothing
   */
  async readHour(hour: string, options: ReadHourOptions): Promise<ReadHour | null> {
    const signal = AbortSignal.any([
      options.signal,
      AbortSignal.timeout(this.#hourTimeoutSeconds * 1_000),
    ]);
    try {
      const response = await fetch(`${this.#address}/${hour}.json.gz`, { signal });
      if (response.status === 404) return null;
      if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`);
      return await readLines(Readable.fromWeb(response.body), options);
    } catch (error) {
      options.signal.throwIfAborted();
      const words = error instanceof Error ? error.message : String(error);
      throw new EvolineFailure('archive_unreachable', `GH Archive, hour ${hour}: ${words}`, {
        cause: error,
      });
    }
  }
}

async function readLines(
  compressed: Readable,
  { mention, onLine, onProgress }: ReadHourOptions,
): Promise<ReadHour> {
  const wanted = Buffer.from(mention);
  const counts = { lines: 0, mentioning: 0, tooLong: 0 };
  const unpacked = createGunzip();
  compressed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  for await (const line of bufferLines(unpacked, maxLineBytes)) {
    counts.lines += 1;
    if (counts.lines % linesPerProgress === 0) onProgress?.(counts.lines);
    if (line === tooLong) {
      counts.tooLong += 1;
    } else if (line.includes(wanted)) {
      counts.mentioning += 1;
      onLine(line.toString('utf8'));
    }
  }
  return counts;
}
