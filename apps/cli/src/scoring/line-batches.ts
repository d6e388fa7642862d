import type { Readable } from 'node:stream';

/** A line as its bytes, without its line feed; a view of the memory of its batch. One over the limit is not kept. */
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

/** A line as it was cut out of the chunks. */
interface CutLine {
  readonly parts: readonly Buffer[];
  readonly bytes: number;
  readonly isTooLong: boolean;
}

class LineCutter {
  readonly #limits: BatchLimits;
  /** Of the line that has not ended yet. */
  #parts: Buffer[] = [];
  #lineBytes = 0;
  #lines: CutLine[] = [];
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
    const lines = inOneBuffer(this.#lines, this.#bytes);
    yield { firstNumber: this.#firstNumber, lines, bytes: this.#bytes };
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

  #endLine(): void {
    const isTooLong = this.#lineBytes > this.#limits.lineBytes;
    const bytes = isTooLong ? 0 : this.#lineBytes;
    this.#lines.push({ parts: this.#parts, bytes, isTooLong });
    this.#bytes += bytes;
    this.#parts = [];
    this.#lineBytes = 0;
  }
}

/** Memory of their own, once for all: views of the chunks would take whole chunks along into the thread. */
function inOneBuffer(lines: readonly CutLine[], bytes: number): readonly RawLine[] {
  const buffer = new Uint8Array(bytes);
  let offset = 0;
  return lines.map(({ parts, bytes: length, isTooLong }) => {
    if (isTooLong) return 'too long';
    const start = offset;
    for (const part of parts) {
      buffer.set(part, offset);
      offset += part.length;
    }
    return buffer.subarray(start, start + length);
  });
}
