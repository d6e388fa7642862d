import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type BatchLimits, defaultBatchLimits, lineBatches } from './line-batches.ts';

interface Read {
  readonly number: number;
  readonly line: string;
}

async function read(chunks: readonly Buffer[], limits: Partial<BatchLimits> = {}) {
  const lines: Read[] = [];
  const sizes: number[] = [];
  for await (const batch of lineBatches(Readable.from(chunks), {
    ...defaultBatchLimits,
    ...limits,
  })) {
    sizes.push(batch.lines.length);
    for (const [index, line] of batch.lines.entries()) {
      const text = line === 'too long' ? line : Buffer.from(line).toString();
      lines.push({ number: batch.firstNumber + index, line: text });
    }
  }
  return { lines, sizes };
}

const numbered = (lines: readonly string[]) =>
  lines.map((line, index) => ({ number: index + 1, line }));

describe('lineBatches', () => {
  it('gives the same lines however the bytes arrive', async () => {
    const lines = ['one', '', 'zwei ü', 'a\u2028b', '', 'x'.repeat(20), 'last'];
    const bytes = Buffer.from(lines.join('\n'));
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect((await read(chunks)).lines).toEqual(numbered(lines));
      const small = await read(chunks, { lines: 2, bytes: 8 });
      expect(small.lines).toEqual(numbered(lines));
      expect(Math.max(...small.sizes)).toBeLessThanOrEqual(2);
    }
  });

  it('gives no line after the last line feed, and none of nothing', async () => {
    expect((await read([Buffer.from('a\nb\n')])).lines).toEqual(numbered(['a', 'b']));
    expect((await read([])).lines).toEqual([]);
    expect((await read([Buffer.from('\n')])).lines).toEqual(numbered(['']));
  });

  it('keeps nothing of a line over the limit, and its place', async () => {
    const chunks = ['short\n', 'x'.repeat(8), 'y'.repeat(8), '\n12345678\n', '123456789'].map(
      (text) => Buffer.from(text),
    );
    const { lines } = await read(chunks, { lineBytes: 8 });
    expect(lines).toEqual(numbered(['short', 'too long', '12345678', 'too long']));
  });

  it('gives a line as soon as nothing more is there to read', async () => {
    const input = new PassThrough();
    const batches = lineBatches(input);
    for (const text of ['first', 'second']) {
      input.write(`${text}\npart of`);
      const { value } = await batches.next();
      expect(Buffer.from(value?.lines[0] ?? '').toString()).toMatch(text);
    }
    input.end();
  });

  it('hands on no more bytes than the lines have', async () => {
    const chunk = Buffer.from(`${'x'.repeat(60_000)}\nab\ncde\n`);
    const limits = { ...defaultBatchLimits, bytes: 5 };
    for await (const { lines, bytes } of lineBatches(Readable.from([chunk]), limits)) {
      for (const line of lines) {
        expect(line === 'too long' ? 0 : line.buffer.byteLength).toBe(bytes);
      }
    }
  });
});
