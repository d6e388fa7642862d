import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginUse, keepInUse, lastUseOf, touchUse } from './mirror-use.ts';

let mirror = '';
beforeEach(() => {
  mirror = mkdtempSync(path.join(tmpdir(), 'evoline-use-'));
});
afterEach(() => rmSync(mirror, { recursive: true, force: true }));
const forget = () => utimesSync(path.join(mirror, 'evoline-used'), 0, 0);

describe('the use of a mirror', () => {
  it('is noted again and again while it is open, and no longer when it is closed', async () => {
    await beginUse(mirror);
    const release = keepInUse(mirror, 1);
    for (let round = 0; round < 3; round += 1) {
      forget();
      await vi.waitFor(async () => expect(await lastUseOf(mirror)).toBeGreaterThan(0));
    }
    release();
    forget();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await lastUseOf(mirror)).toBe(0);
  });

  it('cannot be noted where there is no mirror', async () => {
    expect(await touchUse(path.join(mirror, 'gone'))).toBe(false);
    expect(await lastUseOf(path.join(mirror, 'gone'))).toBe(0);
    keepInUse(path.join(mirror, 'gone'))();
  });
});
