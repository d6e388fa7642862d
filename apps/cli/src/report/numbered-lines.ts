import { TextDecoder } from 'node:util';
import type { Readable } from 'node:stream';

/** A line that is not blank, or why it could not be read; numbers count from 1. */
export type NumberedLine =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

const LINE_FEED = 0x0a;
const MAX_LINE_BYTES = 256 * 1024 * 1024;

/**
 * Lines of a byte stream that end at `\n`, and only there: JSON text may hold U+2028 as it is. Keeps one
 * line in memory. A line over `maxBytes` or of bytes that are not UTF-8 is a problem of its own.
 */
export async function* numberedLines(
  input: Readable,
  maxBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<NumberedLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 1;
  const finish = (): NumberedLine | undefined => {
    const line = readLine(decoder, parts, bytes > maxBytes, number);
    parts = [];
    bytes = 0;
    number += 1;
    return line;
  };
  for await (const chunk of input) {
    let rest: Buffer = Buffer.from(chunk);
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      bytes += end;
      if (bytes <= maxBytes) parts.push(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      const line = finish();
      if (line !== undefined) yield line;
    }
    bytes += rest.length;
    if (bytes <= maxBytes) parts.push(rest);
    else parts = [];
  }
  const last = finish();
  if (last !== undefined) yield last;
}

function readLine(
  decoder: TextDecoder,
  parts: readonly Buffer[],
  isTooLong: boolean,
  number: number,
): NumberedLine | undefined {
  if (isTooLong) return { number, problem: 'the line is too long' };
  try {
    const text = decoder.decode(Buffer.concat(parts));
    return text.trim() === '' ? undefined : { number, text };
  } catch {
    return { number, problem: 'the line is not UTF-8' };
  }
}
