import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { failures } from '@evoline/contract/failures';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitMirrors } from './git-mirrors.ts';
import type { MirrorLimits } from './mirror-limits.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'evoline-mirror-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const whole = { isBlobless: false };
const realPath = process.env['PATH'] ?? '';
const open = (limits: Partial<MirrorLimits> = {}, PATH = realPath) =>
  GitMirrors.open({ cacheFolder: path.join(folder, 'cache'), environment: { PATH }, limits });

const git = (at: string, ...args: string[]) =>
  execFileSync('git', ['-C', at, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    env: { PATH: realPath, GIT_CONFIG_NOSYSTEM: '1', HOME: folder },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

function repository(name: string): string {
  const at = path.join(folder, name);
  mkdirSync(at);
  git(at, 'init', '--quiet');
  commit(at, 'first');
  return at;
}

function commit(at: string, text: string): void {
  writeFileSync(path.join(at, 'file'), text.repeat(100));
  git(at, 'add', '--all');
  git(at, 'commit', '--quiet', '--message', text);
}

/** A git on PATH whose disk is full for the first so many clones; all else is done by the real one. */
function fullDisk(times: number): string {
  const count = path.join(folder, 'clones');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh
if [ "$1" = clone ] && [ "$(cat ${count} 2>/dev/null | wc -c)" -lt ${times} ]; then
  printf x >> ${count}
  echo 'fatal: write error: No space left on device' >&2
  exit 128
fi
exec ${real} "$@"
`;
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'git'), script);
  chmodSync(path.join(bin, 'git'), 0o755);
  return `${bin}:${realPath}`;
}

describe('a disk that is full', () => {
  it('loses mirrors that nobody uses, the oldest first, until there is room', async () => {
    const before = await open();
    for (const [hours, key] of [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ] as const) {
      await before.refresh(key, repository(key), whole);
      const mirror = before.open(key);
      mirror.close();
      const then = new Date(Date.now() - hours * 3_600_000);
      utimesSync(path.join(mirror.folder, 'evoline-used'), then, then);
    }
    const mirrors = await open({}, fullDisk(2));
    await mirrors.refresh('d', repository('d'), whole);
    const left = await Promise.all(['a', 'b', 'c', 'd'].map((key) => mirrors.has(key)));
    expect(left).toEqual([true, false, false, true]);
  });

  it('is worth another try when nothing can go', async () => {
    const mirrors = await open({}, fullDisk(1));
    const at = repository('a');
    await expect(mirrors.refresh('a', at, whole)).rejects.toMatchObject({ code: 'disk_full' });
    expect(failures.disk_full.retryable).toBe(true);
    expect(readdirSync(path.join(folder, 'cache/mirrors'))).toEqual([]);
    await mirrors.refresh('a', at, whole);
    expect(await mirrors.has('a')).toBe(true);
  });
});

describe('a mirror that many fetches have filled', () => {
  it('is repacked, and whoever reads it goes on', async () => {
    const at = repository('r');
    const mirrors = await open({ maxPacks: 3 });
    await mirrors.refresh('k', at, whole);
    const mirror = mirrors.open('k');
    const first = git(at, 'rev-parse', 'HEAD:file');
    expect(await mirror.blobSizes([first])).toEqual([500]);
    const packs = () =>
      readdirSync(path.join(mirror.folder, 'objects/pack')).filter((name) =>
        name.endsWith('.pack'),
      );
    const counts: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      commit(at, `round ${round}`);
      git(at, 'update-ref', `refs/pull/${round}/head`, 'HEAD');
      await mirrors.refresh('k', at, whole);
      counts.push(packs().length);
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    const ids = git(at, 'log', '--format=%H').split('\n');
    const blobs = ids.map((id) => git(at, 'rev-parse', `${id}:file`));
    const contents = await mirror.blobContents([...blobs, first]);
    expect(contents.every(({ kind }) => kind === 'text')).toBe(true);
    expect((await mirror.refs()).pullHeads.size).toBe(8);
    mirror.close();
  });

  it('is freed of what a git that was killed has left', async () => {
    const at = repository('r');
    const mirrors = await open();
    await mirrors.refresh('k', at, whole);
    const { folder: mirror } = mirrors.open('k');
    mkdirSync(path.join(mirror, 'refs/pull/7'), { recursive: true });
    const left = ['packed-refs.lock', 'refs/pull/7/head.lock', 'objects/pack/tmp_pack_x1'];
    for (const name of left) writeFileSync(path.join(mirror, name), '');
    git(at, 'update-ref', 'refs/pull/7/head', 'HEAD');
    commit(at, 'second');
    await mirrors.refresh('k', at, whole);
    expect(left.filter((name) => existsSync(path.join(mirror, name)))).toEqual([]);
    const { head, pullHeads } = await mirrors.open('k').refs();
    expect(head?.id).toBe(git(at, 'rev-parse', 'HEAD'));
    expect([...pullHeads.keys()]).toEqual([7]);
  });

  it('is made anew when it is damaged', async () => {
    const at = repository('r');
    const mirrors = await open();
    await mirrors.refresh('k', at, whole);
    const { folder: mirror } = mirrors.open('k');
    rmSync(path.join(mirror, 'objects'), { recursive: true });
    mkdirSync(path.join(mirror, 'objects/pack'), { recursive: true });
    commit(at, 'second');
    await mirrors.refresh('k', at, whole);
    const opened = mirrors.open('k');
    const blob = git(at, 'rev-parse', 'HEAD:file');
    expect(await opened.blobSizes([blob])).toEqual([600]);
    opened.close();
  });
});
