import type { Readable } from 'node:stream';

/** A line as its bytes, without its line feed. One over the limit is not kept. */
export type RawLine = Uint8Array | 'too long';

/** Lines that follow each other. */
export interface LineBatch {
  /** Number of the first line; numbers count from 1. */
  readonly firstNumber: number;
  readonly lines: readonly RawLine[];
  readonly bytes: number;
}

export interface BatchLimits {
  readonly lines: number;
  /** A batch is full when it holds as many; one line may be longer. */
  readonly bytes: number;
  readonly lineBytes: number;
}

const megabyte = 1024 * 1024;

export const defaultBatchLimits: BatchLimits = {
  lines: 64,
  bytes: megabyte / 2,
  lineBytes: 64 * megabyte,
};

/**
 * Cuts a byte stream into batches of lines that end at `\n`, and only there: JSON text may hold U+2028 as it is. A
 * batch ends when it is full or when there is no more to read for now, so that whoever writes a line and waits for
 * its answer gets it.
 */
export async function* lineBatches(
  input: Readable,
  limits: BatchLimits = defaultBatchLimits,
): AsyncGenerator<LineBatch> {
  const cutter = new LineCutter(limits);
  for await (const chunk of input) {
    yield* cutter.cut(Buffer.from(chunk));
    if (input.readableLength === 0) yield* cutter.take();
  }
  yield* cutter.end();
}

const lineFeed = 0x0a;

class LineCutter {
  readonly #limits: BatchLimits;
  /** Of the line that has not ended yet. */
  #parts: Buffer[] = [];
  #lineBytes = 0;
  #lines: RawLine[] = [];
  #bytes = 0;
  #firstNumber = 1;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  *cut(chunk: Buffer): Generator<LineBatch> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#endLine();
      start = end + 1;
      if (this.#lines.length >= this.#limits.lines || this.#bytes >= this.#limits.bytes) {
        yield* this.take();
      }
    }
    this.#keep(chunk.subarray(start));
  }

  *take(): Generator<LineBatch> {
    if (this.#lines.length === 0) return;
    yield { firstNumber: this.#firstNumber, lines: this.#lines, bytes: this.#bytes };
    this.#firstNumber += this.#lines.length;
    this.#lines = [];
    this.#bytes = 0;
  }

  /** The last line may lack its line feed. */
  *end(): Generator<LineBatch> {
    if (this.#lineBytes > 0) this.#endLine();
    yield* this.take();
  }

  #keep(part: Buffer): void {
    this.#lineBytes += part.length;
    if (this.#lineBytes > this.#limits.lineBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** A line gets memory of its own: a view would take the whole chunk along into the thread. */
  #endLine(): void {
    const isTooLong = this.#lineBytes > this.#limits.lineBytes;
    this.#lines.push(isTooLong ? 'too long' : ownBytes(this.#parts, this.#lineBytes));
    this.#bytes += isTooLong ? 0 : this.#lineBytes;
    this.#parts = [];
    this.#lineBytes = 0;
  }
}

function ownBytes(parts: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
