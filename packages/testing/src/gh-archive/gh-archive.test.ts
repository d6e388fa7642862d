import { GhArchive } from '@evoline/clients/gh-archive/gh-archive';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArchiveDouble, startArchiveDouble } from './start-archive-double.ts';

const hour = '2024-03-01-7';
let double: ArchiveDouble;

beforeEach(async () => {
  double = await startArchiveDouble();
});
afterEach(() => double.close());

async function read(options: { signal?: AbortSignal } = {}) {
  const lines: string[] = [];
  const { signal = new AbortController().signal } = options;
  const archive = new GhArchive({ address: `${double.url}/` });
  const onLine = (line: string) => void lines.push(line);
  return { read: await archive.readHour(hour, { signal, mention: 'Pull', onLine }), lines };
}

describe('GhArchive', () => {
  it('hands on the lines of an hour that hold a text, and counts all', async () => {
    double.put(hour, ['{"type":"WatchEvent"}', '{"type":"PullRequestEvent","é":"😀"}', '']);
    expect(await read()).toEqual({
      read: { lines: 2, mentioning: 1, tooLong: 0 },
      lines: ['{"type":"PullRequestEvent","é":"😀"}'],
    });
  });

  it('knows an hour that the archive lacks', async () => {
    expect(await read()).toEqual({ read: null, lines: [] });
    expect(double.asked).toEqual([hour]);
  });

  it.each([
    ['a server error', { status: 503 }, '503'],
    ['a body that was cut off', { cutAfterBytes: 40 }, 'hour 2024-03-01-7'],
  ])('names %s as a failure that is worth a retry', async (_, fault, words) => {
    double.put(
      hour,
      Array.from({ length: 50 }, (_, n) => `{"type":"PullRequestEvent","n":${n}}`),
    );
    double.fail(hour, fault);
    await expect(read()).rejects.toMatchObject({
      code: 'archive_unreachable',
      message: expect.stringContaining(words),
    });
    expect((await read()).lines).toHaveLength(50);
  });

  it('passes over a line beyond 64 MiB and goes on', async () => {
    double.put(hour, ['Pull 1', 'x'.repeat(64 * 2 ** 20 + 1), 'Pull 2']);
    expect(await read()).toEqual({
      read: { lines: 3, mentioning: 2, tooLong: 1 },
      lines: ['Pull 1', 'Pull 2'],
    });
  });

  it('ends when it is cancelled', async () => {
    double.put(hour, ['Pull 1']);
    await expect(read({ signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  });
});
