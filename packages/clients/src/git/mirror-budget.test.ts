import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitMirrors } from './git-mirrors.ts';
import type { MirrorLimits } from './mirror-limits.ts';

const megabyte = 1_000_000;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'evoline-budget-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (limits: Partial<MirrorLimits>) =>
  GitMirrors.open({ cacheFolder: path.join(folder, 'cache'), environment: process.env, limits });
const whole = { isBlobless: false };
const kept = () => readdirSync(path.join(folder, 'cache/mirrors'));

/** A repository whose mirror takes a megabyte and a little. */
function repository(name: string): string {
  const at = path.join(folder, name);
  mkdirSync(at);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', at, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      env: { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', HOME: folder },
      stdio: 'ignore',
    });
  git('init', '--quiet');
  writeFileSync(path.join(at, 'noise'), randomBytes(megabyte));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'a commit');
  return at;
}

/** As if it had been used so many hours ago. */
function age(mirrors: GitMirrors, key: string, hours: number): void {
  const mirror = mirrors.open(key);
  mirror.close();
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(path.join(mirror.folder, 'evoline-used'), then, then);
}

describe('a budget for mirrors', () => {
  it('evicts those that were not used for longest, and no more than it must', async () => {
    const mirrors = await open({ budgetBytes: 3.8 * megabyte });
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      await mirrors.refresh(key, repository(key), whole);
      age(mirrors, key, 3 - index);
    }
    await mirrors.has('a');
    await mirrors.refresh('d', repository('d'), whole);
    const left = await Promise.all(['a', 'b', 'c', 'd'].map((key) => mirrors.has(key)));
    expect(left).toEqual([true, false, true, true]);
    expect(kept()).toHaveLength(3);
  });

  it('never evicts what another process has open', async () => {
    const mirrors = await open({ budgetBytes: 2.8 * megabyte });
    for (const key of ['a', 'b']) await mirrors.refresh(key, repository(key), whole);
    age(mirrors, 'a', 9);
    age(mirrors, 'b', 1);
    const held = path.join(import.meta.dirname, 'git-mirrors.ts');
    const script = `const { GitMirrors } = await import(${JSON.stringify(held)});
      const mirrors = await GitMirrors.open({ cacheFolder: ${JSON.stringify(path.join(folder, 'cache'))} });
      mirrors.open('a'); console.log('open'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    await once(other.stdout, 'data');
    await mirrors.refresh('c', repository('c'), whole);
    other.kill('SIGKILL');
    expect(await mirrors.has('a')).toBe(true);
    expect(await mirrors.has('b')).toBe(false);
  });

  it('says that it is full when all are in use, and goes on when one is free', async () => {
    const mirrors = await open({ budgetBytes: 1.8 * megabyte });
    await mirrors.refresh('a', repository('a'), whole);
    const b = repository('b');
    await expect(mirrors.refresh('b', b, whole)).rejects.toMatchObject({ code: 'disk_full' });
    expect(kept()).toHaveLength(1);
    age(mirrors, 'a', 1);
    await mirrors.refresh('b', b, whole);
    expect(kept()).toHaveLength(1);
    expect(await mirrors.has('b')).toBe(true);
  });

  it('refuses a repository beyond the size of one mirror, and leaves nothing of it', async () => {
    const mirrors = await open({ maxMirrorBytes: megabyte / 2 });
    await expect(mirrors.refresh('a', repository('a'), whole)).rejects.toMatchObject({
      code: 'mirror_too_large',
    });
    expect(kept()).toEqual([]);
  });

  it('holds when many fill one folder at once', async () => {
    const limits = { budgetBytes: 4.2 * megabyte, graceSeconds: 0 };
    const users = await Promise.all([open(limits), open(limits), open(limits)]);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const sources = keys.map(repository);
    await Promise.all(
      keys.map(async (key, index) => {
        const refreshed = users[index % 3]?.refresh(key, sources[index] ?? '', whole);
        await refreshed?.catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'disk_full' });
        });
      }),
    );
    expect(kept().filter((name) => name.endsWith('.git')).length).toBeLessThanOrEqual(3);
  });
});
