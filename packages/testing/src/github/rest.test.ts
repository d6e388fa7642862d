import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aHostedRepository, aPullRecord } from './a-repository.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

let double: GitHubDouble;
const bearer = { authorization: 'bearer good', 'user-agent': 'test' };

beforeEach(async () => {
  double = await startGitHubDouble({ home: '.', tokens: ['good'] });
});
afterEach(() => double.close());

const get = (path: string, headers: Record<string, string> = bearer) =>
  fetch(`${double.url}${path}`, { headers, redirect: 'manual' });

function octokit(): Octokit {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return new Octokit({ baseUrl: double.url, auth: 'good', log });
}

describe('lists', () => {
  test('the pages of a list hold every pull request once, and Octokit follows them', async () => {
    const pulls = Array.from({ length: 73 }, (_, index) => aPullRecord(index + 1));
    double.state.host.add(aHostedRepository({ pulls }));
    const listed = await octokit().paginate('GET /repos/{owner}/{repo}/pulls', {
      owner: 'owner',
      repo: 'name',
      state: 'closed',
      per_page: 10,
    });
    expect(listed.map(({ number }) => number)).toEqual(
      pulls.map(({ number }) => number).toReversed(),
    );
    expect(double.state.requests.length).toBe(8);
  });

  test('page links go by id and name next, last, prev and first', async () => {
    const pulls = Array.from({ length: 5 }, (_, index) => aPullRecord(index + 1));
    const repository = aHostedRepository({ pulls });
    double.state.host.add(repository);
    const link = (await get('/repos/owner/name/pulls?state=all&per_page=2&page=2')).headers.get(
      'link',
    );
    const to = (page: number, name: string) =>
      `<${double.url}/repositories/${repository.id}/pulls?state=all&per_page=2&page=${page}>; rel="${name}"`;
    expect(link).toBe([to(1, 'prev'), to(3, 'next'), to(3, 'last'), to(1, 'first')].join(', '));
  });

  test('open ones are listed unless asked otherwise, and a page past the end is empty', async () => {
    const open = { state: 'open', merged: false, merged_at: null, closed_at: null } as const;
    double.state.host.add(aHostedRepository({ pulls: [aPullRecord(1), aPullRecord(2, open)] }));
    const numbers = async (query: string) => {
      const rows = (await (await get(`/repos/owner/name/pulls${query}`)).json()) as {
        number: number;
      }[];
      return rows.map((row) => row.number);
    };
    expect(await numbers('')).toEqual([2]);
    expect(await numbers('?state=all')).toEqual([2, 1]);
    expect(await numbers('?state=all&sort=updated')).toEqual([1, 2]);
    expect(await numbers('?state=all&direction=asc')).toEqual([1, 2]);
    expect(await numbers('?state=all&page=9')).toEqual([]);
  });

  test('a pull request lists 3,000 files and 250 commits at most', async () => {
    const file = { status: 'modified', additions: 1, deletions: 0, changes: 1 } as const;
    const files = Array.from({ length: 3100 }, (_, index) => ({
      ...file,
      filename: `${index}.txt`,
    }));
    const date = '2024-03-01T00:00:00Z';
    const commits = Array.from({ length: 260 }, (_, index) => ({
      sha: `${index}`.padStart(40, '0'),
      commit: { message: 'more', author: { date } },
      parents: [],
    }));
    const contents = { files: new Map([[1, files]]), commits: new Map([[1, commits]]) };
    double.state.host.add(aHostedRepository(contents));
    const where = { owner: 'owner', repo: 'name', pull_number: 1, per_page: 100 };
    const api = octokit();
    expect((await api.paginate(api.rest.pulls.listFiles, where)).length).toBe(3000);
    expect((await api.paginate(api.rest.pulls.listCommits, where)).length).toBe(250);
  });

  test('issues since a time hold pull requests too, and an edit brings one back', async () => {
    double.state.host.add(aHostedRepository());
    double.state.host
      .repository('owner/name')
      .edit({ number: 1, at: '2024-05-01T00:00:00Z', body: 'Fixes #9' });
    const rows = (await (
      await get(
        '/repos/owner/name/issues?state=all&since=2024-04-01T00:00:00Z&sort=updated&direction=asc',
      )
    ).json()) as { number: number; body: string; pull_request?: { merged_at: string } }[];
    expect(rows.map(({ number, body }) => [number, body])).toEqual([[1, 'Fixes #9']]);
    expect(rows[0]?.pull_request?.merged_at).toBe(aPullRecord(1).merged_at);
  });

  test('an organisation lists its repositories, a stranger is not found', async () => {
    double.state.host.add(aHostedRepository({ name: 'b' }));
    double.state.host.add(aHostedRepository({ name: 'a' }));
    const rows = (await (await get('/users/OWNER/repos')).json()) as { name: string }[];
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await get('/orgs/owner/repos')).status).toBe(404);
  });
});

describe('names', () => {
  test('a renamed repository keeps its id, and the old name leads there', async () => {
    double.state.host.add(aHostedRepository());
    const before = await octokit().rest.repos.get({ owner: 'owner', repo: 'name' });
    double.state.host.rename('owner/name', 'other');
    expect((await get('/repos/owner/name/pulls?state=all')).status).toBe(301);
    const after = await octokit().rest.repos.get({ owner: 'owner', repo: 'name' });
    expect([after.data.id, after.data.full_name]).toEqual([before.data.id, 'owner/other']);
  });

  test('what is not there is 404 and what was taken down is 451', async () => {
    double.state.host.add(aHostedRepository());
    expect((await get('/repos/owner/none')).status).toBe(404);
    expect((await get('/repos/owner/name/pulls/99')).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(404);
    double.state.host.block('owner/name');
    expect((await get('/repos/owner/name')).status).toBe(451);
    double.state.host.remove('owner/name');
    expect((await get('/repos/owner/name')).status).toBe(404);
  });
});

describe('limits', () => {
  const remaining = async (headers = bearer) => {
    const answer = await get('/rate_limit', headers);
    return ((await answer.json()) as { rate: { remaining: number } }).rate.remaining;
  };

  test('an unchanged answer is 304 and costs nothing with a token, and one request without', async () => {
    double.state.host.add(aHostedRepository());
    const etag = (await get('/repos/owner/name')).headers.get('etag') ?? '';
    const before = await remaining();
    const again = await get('/repos/owner/name', { ...bearer, 'if-none-match': etag });
    expect([again.status, await again.text(), await remaining()]).toEqual([304, '', before]);
    const nobody = { 'user-agent': 'test', 'if-none-match': etag };
    await get('/repos/owner/name', nobody);
    expect(double.state.quota.standing(null, 'core').remaining).toBe(59);
  });

  test('a bad token is 401, and no user agent 403', async () => {
    expect((await get('/rate_limit', { ...bearer, authorization: 'bearer bad' })).status).toBe(401);
    expect(
      (await get('/rate_limit', { authorization: 'bearer good', 'user-agent': '' })).status,
    ).toBe(403);
  });

  test('a spent token is refused until its window ends', async () => {
    double.state.host.add(aHostedRepository());
    double.state.quota.leave('good', 'core', 1, 600);
    expect((await get('/repos/owner/name')).status).toBe(200);
    const refused = await get('/repos/owner/name');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await refused.json()).toMatchObject({
      message: expect.stringContaining('API rate limit exceeded'),
    });
    double.state.host.clock.advance(601);
    expect((await get('/repos/owner/name')).headers.get('x-ratelimit-remaining')).toBe('4999');
  });
});

describe('time', () => {
  test('with the clock set, later pull requests are not there and later merges have not happened', async () => {
    double.state.host.add(aHostedRepository());
    double.state.host.clock.set(new Date(aPullRecord(2).created_at));
    const rows = (await (
      await get('/repos/owner/name/pulls?state=all&direction=asc')
    ).json()) as object[];
    expect(rows).toMatchObject([
      { number: 1, state: 'closed', merged_at: aPullRecord(1).merged_at },
      {
        number: 2,
        state: 'open',
        merged_at: null,
        merge_commit_sha: null,
        updated_at: aPullRecord(2).created_at,
      },
    ]);
    expect(rows.length).toBe(2);
  });
});
