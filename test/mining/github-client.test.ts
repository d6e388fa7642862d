import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import {
  aHostedRepository,
  aPullRecord,
  landedCommits,
} from '@evoline/testing/github/a-repository';
import type { PullRecord } from '@evoline/testing/github/records';
import type { GitHubFaultAnswer } from '@evoline/testing/github/github-fault';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let double: GitHubDouble;
const name = 'owner/name';
const client = (tokens: readonly string[] = ['secret-token'], timeoutSeconds = 5) =>
  new OctokitClient({ timeoutSeconds }, new TokenPool({ apiUrl: double.url, tokens }));
const fail = (answer: GitHubFaultAnswer, path = '', times: number | null = null) =>
  double.state.faults.plan({ path, times, answer });
const queries = () => double.state.requests.filter(({ path }) => path === '/graphql').length;

const withCommits = (pulls: readonly PullRecord[]) => ({ pulls, git: landedCommits(pulls) });

beforeEach(async () => {
  double = await startGitHubDouble({ home: '.' });
});
afterEach(() => double.close());

describe('listing', () => {
  it('tells pull requests of every fate, by creation, in pages of a hundred', async () => {
    const pulls = Array.from({ length: 103 }, (_, index) => aPullRecord(index + 1));
    pulls.push(aPullRecord(104, { merged: false, merged_at: null, merge_commit_sha: null }));
    double.state.host.add(aHostedRepository({ pulls }));
    const first = await client().listPullRequests(name, { page: 1, direction: 'asc' });
    const second = await client().listPullRequests(name, { page: 2, direction: 'asc' });
    expect([first.rows, second.rows]).toEqual([100, 4]);
    expect(second.candidates.map(({ number, merged }) => [number, merged])).toEqual([
      [101, true],
      [102, true],
      [103, true],
      [104, false],
    ]);
    const newest = await client().listPullRequests(name, { page: 1, direction: 'desc' });
    expect(newest.candidates[0]).toMatchObject({ number: 104, landed: null });
  });

  it('tells what was updated since, without the issues', async () => {
    double.state.host.add(aHostedRepository());
    double.state.host
      .repository(name)
      .edit({ number: 2, at: '2026-01-01T00:00:00Z', title: 'anew' });
    const list = await client().listUpdatedSince(name, { since: '2025-01-01T00:00:00Z', page: 1 });
    expect(list).toMatchObject({ rows: 1, lastUpdate: '2026-01-01T00:00:00Z' });
    expect(list.candidates).toMatchObject([{ number: 2, title: 'anew', merged: true, head: null }]);
  });

  it('follows a repository that was renamed, and keeps its id', async () => {
    double.state.host.add(aHostedRepository());
    const before = await client().repository('owner', 'name');
    double.state.host.rename(name, 'other');
    const after = await client().repository('owner', 'name');
    expect([after.id, after.fullName]).toEqual([before.id, 'owner/other']);
    expect((await client().listPullRequests(name, { page: 1, direction: 'asc' })).rows).toBe(3);
    expect((await client().hydrate(name, [1], { width: 25 })).get(1)?.candidate.number).toBe(1);
  });
});

describe('hydrating', () => {
  const pulls = Array.from({ length: 30 }, (_, index) => aPullRecord(index + 1));
  const numbers = pulls.map(({ number }) => number);

  it('asks for as many as fit into a query, and says which are gone', async () => {
    double.state.host.add(aHostedRepository(withCommits(pulls)));
    const found = await client().hydrate(name, [...numbers, 99], { width: 25 });
    expect(found.size).toBe(31);
    expect(found.get(99)).toBeNull();
    expect(queries()).toBe(2);
  });

  it('halves the width where GitHub answers with nulls, until it fits', async () => {
    double.state.host.add(aHostedRepository(withCommits(pulls)));
    fail({ kind: 'resourceLimits', overPullRequests: 4 }, '^/graphql');
    const found = await client().hydrate(name, numbers, { width: 25 });
    expect([...found.values()].filter((entry) => entry !== null)).toHaveLength(30);
    expect([...found.keys()].toSorted((a, b) => a - b)).toEqual(numbers);
  });

  it.each<GitHubFaultAnswer>([{ kind: 'status', status: 502 }, { kind: 'queryFailed' }])(
    'halves the width after %j',
    async (answer) => {
      double.state.host.add(aHostedRepository(withCommits(pulls)));
      fail(answer, '^/graphql', 2);
      expect((await client().hydrate(name, numbers, { width: 25 })).size).toBe(30);
    },
  );

  it('takes what REST knows for a pull request that is too heavy alone, and where there is no token', async () => {
    double.state.host.add(aHostedRepository());
    fail({ kind: 'resourceLimits', overPullRequests: 0 }, '^/graphql');
    const heavy = await client().hydrate(name, [1, 2], { width: 25 });
    expect(heavy.get(2)?.candidate).toMatchObject({ number: 2, head: aPullRecord(2).head.sha });
    const anonymous = await client([]).hydrate(name, [1, 99], { width: 25 });
    expect(anonymous.get(1)?.candidate).toMatchObject({ number: 1, merged: true });
    expect(anonymous.get(99)).toBeNull();
  });

  it('tells links, bots and the issues that texts refer to', async () => {
    const issue = {
      number: 20,
      title: 'It is broken',
      state: 'closed' as const,
      body: 'Really.',
      user: { login: 'bruno' },
      labels: [],
      created_at: '2024-02-01T00:00:00Z',
      html_url: 'https://github.example/owner/name/issues/20',
    };
    const bot = aPullRecord(2, { user: { login: 'dependabot[bot]', type: 'Bot' } });
    const references = [
      { pull: 1, issue: 20, source: 'pr_body', keyword: 'fixes' },
      { pull: 3, issue: 20, source: 'connected', keyword: null },
    ] as const;
    const repository = {
      ...withCommits([aPullRecord(1), bot, aPullRecord(3)]),
      issues: [issue],
      references,
    };
    double.state.host.add(aHostedRepository(repository));
    const found = await client().hydrate(name, [1, 2, 3], { width: 25 });
    expect(found.get(2)?.candidate).toMatchObject({ author: 'dependabot', isBotAccount: true });
    const today = { title: 'It is broken', body: 'Really.' };
    expect(found.get(1)?.links).toMatchObject([
      { kind: 'closing_reference', issue: { number: 20, texts: [today] } },
    ]);
    expect(found.get(3)?.links.map(({ kind }) => kind)).toContain('connected');
    const issues = await client().issues(name, [20, 1, 77]);
    expect([...issues.keys()]).toEqual([20]);
    expect(issues.get(20)).toMatchObject({
      createdAt: '2024-02-01T00:00:00Z',
      texts: [{ from: '2024-02-01T00:00:00Z', ...today }],
      closingReferrers: [{ repository: name, number: 1 }],
    });
    const closer = { kind: 'pull_request', repository: name, number: 1 };
    expect(issues.get(20)?.closers).toContainEqual(closer);
  });
});

describe('refusals', () => {
  const list = (of: OctokitClient) => of.listPullRequests(name, { page: 1, direction: 'asc' });
  beforeEach(() => double.state.host.add(aHostedRepository()));

  it.each<[GitHubFaultAnswer, string]>([
    [{ kind: 'status', status: 401 }, 'github_refused'],
    [{ kind: 'status', status: 403 }, 'github_refused'],
    [{ kind: 'status', status: 404 }, 'source_gone'],
    [{ kind: 'status', status: 451 }, 'source_gone'],
    [{ kind: 'status', status: 422 }, 'github_malformed'],
    [{ kind: 'garbage' }, 'github_malformed'],
    [{ kind: 'cut' }, 'github_unreachable'],
    [{ kind: 'cut', afterBytes: 40 }, 'github_malformed'],
  ])('names %j as %s, without the token', async (answer, code) => {
    fail(answer);
    const attempt = list(client());
    await expect(attempt).rejects.toMatchObject({ code });
    await expect(attempt).rejects.toMatchObject({
      message: expect.not.stringContaining('secret-token'),
    });
  });

  it('does not wait for an answer that never comes', async () => {
    fail({ kind: 'hang' });
    await expect(list(client(['t'], 0.2))).rejects.toMatchObject({ code: 'github_unreachable' });
  });

  it('tries again where the fault passes', async () => {
    fail({ kind: 'status', status: 500 }, '', 1);
    expect((await list(client())).rows).toBe(3);
  });

  it('says of a repository that is not there, or was taken down, what it is', async () => {
    const gone = { code: 'source_gone', message: expect.stringContaining('no such thing') };
    await expect(client().repository('owner', 'nothing')).rejects.toMatchObject(gone);
    const hydration = client().hydrate('owner/nothing', [1], { width: 25 });
    await expect(hydration).rejects.toMatchObject(gone);
    double.state.host.block(name);
    await expect(client().repository('owner', 'name')).rejects.toMatchObject({
      code: 'source_gone',
      message: expect.stringContaining('legal reasons (dmca)'),
    });
  });

  it('names the field of an answer that has another shape', async () => {
    await double.close();
    double = await startGitHubDouble({ home: '.', check: null });
    const pulls = [aPullRecord(1, { merged_at: 'yesterday' })];
    double.state.host.add(aHostedRepository({ pulls }));
    await expect(list(client())).rejects.toMatchObject({
      code: 'github_malformed',
      message: expect.stringContaining('0.merged_at'),
    });
  });
});

describe('rate limits', () => {
  beforeEach(() => double.state.host.add(aHostedRepository()));
  const list = (of: OctokitClient) => of.listPullRequests(name, { page: 1, direction: 'asc' });

  it('hands the time to the caller instead of waiting, for REST and for GraphQL', async () => {
    fail({ kind: 'primaryLimit', resetInSeconds: 600 }, '^/repos');
    fail({ kind: 'primaryLimit', resetInSeconds: 600 }, '^/graphql');
    const attempts = [list(client()), client().hydrate(name, [1], { width: 25 })];
    for (const attempt of attempts) {
      const limited = await attempt.catch((error: unknown) => error);
      expect(limited).toMatchObject({ name: 'RateLimited' });
      const seconds =
        (Date.parse(String(Reflect.get(Object(limited), 'waitUntil'))) - Date.now()) / 1000;
      expect(seconds).toBeGreaterThan(500);
      expect(seconds).toBeLessThan(700);
    }
  });

  it('reads how long a secondary limit lasts', async () => {
    fail({ kind: 'secondaryLimit', retryAfterSeconds: 300 });
    const limited = await list(client()).catch((error: unknown) => error);
    const seconds =
      (Date.parse(String(Reflect.get(Object(limited), 'waitUntil'))) - Date.now()) / 1000;
    expect(Math.round(seconds / 10)).toBe(30);
  });

  it('does not send what is known to be refused', async () => {
    const one = client(['the only token']);
    double.state.quota.leave('the only token', 'core', 1);
    expect((await list(one)).rows).toBe(3);
    await expect(list(one)).rejects.toMatchObject({ name: 'RateLimited' });
    expect(double.state.requests).toHaveLength(1);
  });
});
