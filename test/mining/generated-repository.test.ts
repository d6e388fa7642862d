import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PullRequestItem } from '@evoline/contract/mine';
import type { Verdict } from '@evoline/domain/mine/examination';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { git } from '@evoline/testing/git/git-process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appliedTrees } from './applied-tree.ts';
import { type HostileHistory, writeHostileHistory } from './hostile-history.ts';
import { mineToEnd } from './mine-to-end.ts';

let folder = '';
let repository = '';
let history: HostileHistory;
let verdicts: Verdict[];
const itemOf = (number: number) => verdicts.find(({ mined }) => mined.number === number)?.item;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-mining-'));
  repository = join(folder, 'made.git');
  await mkdir(repository);
  history = await writeHostileHistory(repository);
  verdicts = await mineToEnd(
    { cacheFolder: join(folder, 'cache') },
    { source: `git:${repository}` },
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a repository in which everything happens once', () => {
  it('gives every pull request its one reason', () => {
    const found = verdicts.map(({ mined }) => ({ number: mined.number, reason: mined.reason }));
    expect(found.toSorted((a, b) => a.number - b.number)).toEqual(
      history.expected.toSorted((a, b) => a.number - b.number),
    );
  });

  it('counts them', () => {
    expect(countFunnel(verdicts.map(({ mined }) => mined))).toEqual({
      seen: 39,
      kept: 16,
      funnel: {
        bot_author: 2,
        empty_change: 2,
        lock_files_only: 2,
        not_utf8: 3,
        too_large: 2,
        unsafe_path: 2,
        binary_file: 2,
        no_merge_base: 1,
        submodule: 3,
        symlink: 3,
        too_many_files: 1,
      },
    });
  });

  it('keeps items that fit the contract and that git itself can replay', async () => {
    const items = verdicts.flatMap(({ item }) => (item === null ? [] : [item]));
    for (const item of items) {
      expect(() => PullRequestItem.parse(item)).not.toThrow();
      const { applied, expected } = await appliedTrees(repository, item);
      expect(applied).toBe(expected);
    }
  });

  it('tells merge, squash and rebase, with all four commits', () => {
    for (const [number, landing] of Object.entries(history.landings)) {
      expect(itemOf(Number(number))).toMatchObject({ landing });
    }
  });

  it('measures a stale branch from the commit that was merged into it last', async () => {
    const item = itemOf(4);
    const base = (
      await git(repository, ['merge-base', item?.baseTip ?? '', item?.head ?? ''])
    ).trim();
    expect(item?.mergeBase).toBe(base);
    expect(item?.files.map(({ path }) => path)).toEqual(['stale.py']);
  });

  it('holds contents byte for byte', () => {
    expect(itemOf(11)?.files).toMatchObject([
      { before: 'one\r\ntwo\r\nthree\r\n', after: 'one\r\n2\r\nthree\r\n' },
    ]);
    expect(itemOf(12)?.files).toMatchObject([{ before: 'no end', after: 'still no end' }]);
    expect(itemOf(15)?.files).toMatchObject([{ before: '\ufeffone\n', after: '\ufefftwo\n' }]);
    expect(itemOf(10)?.files).toMatchObject([
      { path: 'moved.py', previousPath: 'a.py', status: 'renamed' },
    ]);
    expect(
      itemOf(13)?.files.map(({ path, status, before, after }) => [path, status, before, after]),
    ).toEqual([
      ['empty.py', 'added', null, ''],
      ['gone.py', 'removed', 'to be removed\n', null],
      ['new.py', 'added', null, 'new\n'],
    ]);
    expect(itemOf(18)?.files).toMatchObject([{ path: 'dir/sp ace "\u00e4.py' }]);
    expect(itemOf(34)?.files).toMatchObject([{ before: 'one\ntwo\n', after: 'one\r\ntwo\r\n' }]);
    expect(itemOf(35)?.files).toMatchObject([{ after: 'one\r\nTWO\nthree\rfour\n' }]);
    expect(itemOf(36)?.files.map(({ path, previousPath }) => [path, previousPath])).toEqual([
      ['b.py', null],
      ['dir/\u{1f40d}.py', 'dir/sp ace "\u00e4.py'],
    ]);
  });

  it('shows files that the change left alone, as they stood at the merge base', async () => {
    const item = itemOf(1);
    expect(item?.contextBy).toEqual({ method: 'retrieval@1', model: null });
    expect(item?.context.length).toBeGreaterThan(0);
    for (const { path, content } of item?.context ?? []) {
      expect(item?.files.map((file) => file.path)).not.toContain(path);
      expect(content).toBe(await git(repository, ['show', `${item?.mergeBase}:${path}`]));
    }
  });

  it('links issues by closing keyword, and not the pull requests that are mentioned', () => {
    expect(itemOf(1)?.issues).toEqual([
      {
        repository: 'made',
        number: 90,
        kind: 'closing_keyword',
        crossRepository: false,
        title: null,
        body: null,
        createdAt: null,
        textAsOf: null,
      },
    ]);
  });

  it('gives the same answer a second time, and the newest first within a limit', async () => {
    const again = await mineToEnd(
      { cacheFolder: join(folder, 'cache') },
      { source: `git:${repository}` },
    );
    expect(again).toEqual(verdicts);
    const few = await mineToEnd(
      { cacheFolder: join(folder, 'cache') },
      { source: `git:${repository}`, limit: 3 },
    );
    expect(few).toEqual(verdicts.slice(0, 3));
  });
});

describe('a source that has nothing', () => {
  it('says of an empty repository that it is empty', async () => {
    const empty = join(folder, 'empty.git');
    await mkdir(empty);
    await git(empty, ['init', '--quiet', '--bare', '.']);
    await expect(
      mineToEnd({ cacheFolder: join(folder, 'cache') }, { source: `git:${empty}` }),
    ).rejects.toThrow(/is empty: it holds no commits/);
  });

  it('says of a repository without pull requests what was looked for', async () => {
    const plain = join(folder, 'plain.git');
    await mkdir(plain);
    await git(plain, ['init', '--quiet', '--bare', '.']);
    await git(
      plain,
      ['fast-import', '--quiet'],
      ['commit refs/heads/main\ncommitter a <a@b> 1 +0000\ndata 5\nstart\n'],
    );
    await expect(
      mineToEnd({ cacheFolder: join(folder, 'cache') }, { source: `git:${plain}` }),
    ).rejects.toThrow(/plain shows no pull requests: among its 1 commits/);
  });
});
