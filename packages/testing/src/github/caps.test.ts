import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git } from '../git/git-process.ts';
import { aHostedRepository, aPullRecord } from './a-repository.ts';
import type { RepositoryContents } from './hosted-repository.ts';
import { publishedPerMinute } from './quota.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

let double: GitHubDouble;
beforeEach(async () => {
  double = await startGitHubDouble({ home: '.', limits: { perMinute: publishedPerMinute } });
});
afterEach(() => double.close());

const get = (path: string, more: Record<string, string> = {}) =>
  fetch(`${double.url}/repos/owner/name${path}`, {
    headers: { authorization: 'token x', ...more },
  });

const diff = { accept: 'application/vnd.github.diff' };

describe('sizes', () => {
  const file = { status: 'modified', additions: 1, deletions: 0, changes: 1 } as const;
  const files = Array.from({ length: 301 }, (_, index) => ({ ...file, filename: `${index}.txt` }));
  const date = '2024-03-01T00:00:00Z';
  const commits = Array.from({ length: 260 }, (_, index) => ({
    sha: `${index}`.padStart(40, '0'),
    commit: { message: 'more', author: { date } },
    parents: [],
  }));
  const large: Partial<RepositoryContents> = {
    pulls: [aPullRecord(1, { changed_files: 301 })],
    files: new Map([[1, files]]),
    commits: new Map([[1, commits]]),
  };

  test('a diff of more than 300 files is 406, and its files can still be listed', async () => {
    double.state.host.add(aHostedRepository(large));
    const refused = await get('/pulls/1', diff);
    expect(refused.status).toBe(406);
    expect(await refused.json()).toMatchObject({ errors: [{ code: 'too_large' }] });
    expect(await (await get('/pulls/1/files?per_page=100&page=4')).json()).toHaveLength(1);
  });

  test('a comparison has 300 files on its first page, 250 commits where none is asked for', async () => {
    double.state.host.add(aHostedRepository(large));
    const { base, head } = aPullRecord(1);
    const compare = async (query: string) => {
      const answer = await get(`/compare/${base.sha}...${head.sha}${query}`);
      const { files: listed, commits: own } = (await answer.json()) as Record<string, unknown[]>;
      return [answer.status, listed?.length, own?.length];
    };
    expect(await compare('')).toEqual([200, 300, 250]);
    expect(await compare('?per_page=100&page=3')).toEqual([200, 0, 60]);
    expect((await get('/compare/main...other')).status).toBe(404);
  });

  test('a diff of more than 20,000 lines is 406, a smaller one is what git says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evoline-diff-'));
    const commit = async (text: string, ...parents: string[]) => {
      const blob = (await git(folder, ['hash-object', '-w', '--stdin'], [text])).trim();
      const tree = await git(folder, ['mktree'], [`100644 blob ${blob}\ta.txt\n`]);
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.example'];
      const from = parents.flatMap((parent) => ['-p', parent]);
      return (await git(folder, [...who, 'commit-tree', tree.trim(), '-m', 'm', ...from])).trim();
    };
    await git(folder, ['init', '--quiet', '--bare', '.']);
    const base = await commit('a\n');
    const small = await commit('b\n', base);
    const wide = await commit('c\n'.repeat(20_001), base);
    const pullTo = (number: number, sha: string) =>
      aPullRecord(number, { base: { ref: 'main', sha: base }, head: { sha } });
    const local = { folder, tip: base, landed: new Map() };
    const pulls = [pullTo(1, small), pullTo(2, wide)];
    double.state.host.add(aHostedRepository({ pulls, git: async () => local }));
    expect(await (await get('/pulls/1', diff)).text()).toContain('\n-a\n+b\n');
    expect((await get('/pulls/2', diff)).status).toBe(406);
    await rm(folder, { recursive: true });
  });
});

describe('limits', () => {
  test('more than 900 requests in a minute meet the secondary limit until the minute is over', async () => {
    double.state.host.add(aHostedRepository());
    double.state.host.clock.set(new Date('2030-01-01T00:00:00Z'));
    double.state.quota.spend('x', 'core', 899);
    expect((await get('')).status).toBe(200);
    const refused = await get('');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60']);
    double.state.host.clock.advance(60);
    expect((await get('')).status).toBe(200);
  });

  test('limits can be answered with 429 as well', async () => {
    double.state.host.add(aHostedRepository());
    for (const answer of [
      { kind: 'secondaryLimit', retryAfterSeconds: 3, status: 429 },
      { kind: 'primaryLimit', resetInSeconds: 3, status: 429 },
    ] as const) {
      double.state.faults.plan({ answer });
      expect((await get('')).status).toBe(429);
    }
  });
});
