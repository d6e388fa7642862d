/** A line longer than the limit: skipped, because it is no event that a miner can use. */
export const tooLong = Symbol('line too long');

const newline = 0x0a;

/**
 * Cuts chunks of bytes into lines without their line feeds. Holds one line at a time: what is longer than
 * `maxLineBytes` is passed over and reported as `tooLong`.
 */
export async function* bufferLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<Buffer | typeof tooLong> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline)) {
      const isTooLong = pendingBytes + end > maxLineBytes;
      yield isTooLong ? tooLong : Buffer.concat([...pending, bytes.subarray(0, end)]);
      pending = [];
      pendingBytes = 0;
      bytes = bytes.subarray(end + 1);
    }
    pendingBytes += bytes.length;
    if (pendingBytes > maxLineBytes) pending = [];
    else if (bytes.length > 0) pending.push(bytes);
  }
  if (pendingBytes > maxLineBytes) yield tooLong;
  else if (pendingBytes > 0) yield Buffer.concat(pending);
}
