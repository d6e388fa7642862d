import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aHostedRepository, aPullRecord } from '../a-repository.ts';
import { blockedRepository, notFound, primaryLimit, secondaryLimit } from '../api-errors.ts';
import { startGitHubDouble, type GitHubDouble } from '../start-github-double.ts';
import { ResponseCheck } from './response-check.ts';

const check = ResponseCheck.open();

test.runIf(process.env['CI'] === 'true')('in CI the description of the API is at hand', () => {
  expect(check).not.toBeNull();
});

const faults = (path: string, status: number, body: unknown, contentType = 'application/json') =>
  check?.faultsOf({ url: new URL(`http://api.example${path}`), status, contentType, body });

describe.runIf(check !== null)('GitHub’s description', () => {
  test('refuses an answer that lacks a field, or has it with another type', () => {
    const limit = { limit: 60, remaining: '60', reset: 1, used: 0 };
    const resources = { core: limit };
    const [first, second] = faults('/rate_limit', 200, { resources, rate: { ...limit } }) ?? [];
    expect(`${first} ${second}`).toContain("must have required property 'search'");
    expect(`${first} ${second}`).toContain('/resources/core/remaining must be integer');
  });

  test('refuses parameters, paths and states that GitHub does not have', () => {
    expect(faults('/repos/o/n/pulls?since=2024-01-01', 200, [])).toEqual([
      '/repos/{owner}/{repo}/pulls has no parameter since',
    ]);
    expect(faults('/repos/o/n/issues?sort=update', 200, [])).toHaveLength(1);
    expect(faults('/repos/o/n/issues?per_page=many', 200, [])).toHaveLength(1);
    expect(faults('/repos/o/n/pull', 200, [])).toEqual(['GitHub describes no GET /repos/o/n/pull']);
    expect(faults('/repos/o/n/pulls', 206, [])).toHaveLength(1);
  });

  test('allows null for the repository of a deleted fork, which GitHub answers against it', () => {
    const of = (repo: unknown) => faults('/repos/o/n/pulls', 200, [{ head: { repo } }]) ?? [];
    const about = (all: string[]) => all.filter((text) => text.startsWith('/0/head/repo'));
    expect([about(of(null)), about(of('x')).length]).toEqual([[], 1]);
  });

  test('has a shape for every refusal of the double', async () => {
    const headers = { 'x-ratelimit-remaining': '0' };
    const refusals = [notFound(), blockedRepository(), secondaryLimit(9)];
    for (const refusal of [...refusals, primaryLimit('rest', headers)])
      expect(faults('/repos/o/n', refusal.status, await refusal.json())).toEqual([]);
  });
});

describe.runIf(check !== null)('the double, on every route', () => {
  let double: GitHubDouble;
  beforeEach(async () => {
    double = await startGitHubDouble({ home: '.' });
    double.state.host.add(everything());
  });
  afterEach(() => double.close());

  const routes = [
    '/rate_limit',
    '/users/owner/repos',
    '/repos/owner/name',
    '/repos/owner/name/pulls?state=all&sort=updated&direction=desc&per_page=1',
    '/repos/owner/name/pulls/1',
    '/repos/owner/name/pulls/2',
    '/repos/owner/name/pulls/1/files',
    '/repos/owner/name/pulls/1/commits',
    '/repos/owner/name/issues?state=all&since=2020-01-01T00:00:00Z',
    '/repos/owner/name/issues/7',
    '/repos/owner/name/issues/1',
    '/repos/owner/name/issues/7/timeline',
    '/repos/owner/name/issues/1/timeline',
  ];

  test.each(routes)('%s answers as described', async (path) => {
    const headers = { authorization: 'token x' };
    const answer = await fetch(`${double.url}${path}`, { headers });
    expect([answer.status, await answer.json()]).toEqual([200, expect.anything()]);
    const etag = answer.headers.get('etag') ?? 'W/"none"';
    const again = await fetch(`${double.url}${path}`, {
      headers: { ...headers, 'if-none-match': etag },
    });
    expect(again.status).toBe(path === '/rate_limit' ? 200 : 304);
  });
});

/** A repository with every kind of row: forks, deleted accounts, links, edits, renames of files. */
function everything() {
  const date = '2024-03-01T00:00:00Z';
  const repository = aHostedRepository({
    pulls: [
      aPullRecord(1),
      aPullRecord(2, { user: undefined, head: { sha: 'a'.repeat(40) } }),
      aPullRecord(3, { merged: false, merged_at: null, closed_at: null, state: 'open' }),
    ],
    issues: [
      {
        number: 7,
        title: 'It is broken',
        state: 'closed',
        body: null,
        labels: [{ name: 'bug' }],
        html_url: 'https://github.example/owner/name/issues/7',
      },
    ],
    references: [
      { pull: 1, issue: 7, source: 'pr_body', keyword: 'fixes' },
      { pull: 2, issue: 7, source: 'connected', keyword: null },
      { pull: 1, issue: 7, source: 'commit_message', keyword: 'fixes' },
    ],
    files: new Map([
      [1, [{ filename: 'a b/ü.py', status: 'renamed', additions: 1, deletions: 0, changes: 1 }]],
    ]),
    commits: new Map([
      [1, [{ sha: 'c'.repeat(40), commit: { message: 'm', author: { date } }, parents: [] }]],
    ]),
  });
  repository.edit({ number: 7, at: '2024-05-01T00:00:00Z', title: 'anew' });
  return repository;
}
