import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './mirror-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'evoline-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('withLock', () => {
  it('lets one at a time work, and leaves nothing behind', async () => {
    const file = path.join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = () =>
      withLock(file, { waitSeconds: 30 }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      });
    await Promise.all([work(), work(), work()]);
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over from a holder that died', async () => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, 'somebody');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(file, longAgo, longAgo);
    expect(await withLock(file, { waitSeconds: 30 }, () => Promise.resolve('done'))).toBe('done');
  });

  it('names the lock when a living holder keeps it too long', async () => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, 'somebody');
    const attempt = withLock(file, { waitSeconds: 0 }, () => Promise.resolve('done'));
    await expect(attempt).rejects.toMatchObject({
      code: 'git_unreachable',
      message: expect.stringContaining(file),
    });
  });

  it('frees the lock when the work fails', async () => {
    const file = path.join(folder, 'lock');
    const attempt = withLock(file, { waitSeconds: 30 }, () => Promise.reject(new Error('no')));
    await expect(attempt).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });
});
