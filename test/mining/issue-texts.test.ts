import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import { hydrateCandidates } from '@evoline/domain/mine/hydrate-candidates';
import { aHostedRepository } from '@evoline/testing/github/a-repository';
import type { ReferenceRecord } from '@evoline/testing/github/records';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let double: GitHubDouble;
const name = 'owner/name';
const client = () =>
  new OctokitClient({}, new TokenPool({ apiUrl: double.url, tokens: ['secret-token'] }));

beforeEach(async () => {
  double = await startGitHubDouble({ home: '.' });
});
afterEach(() => double.close());

/** One issue of before the pull requests, which live in March 2024. */
const anIssue = (number: number) => ({
  number,
  title: 'It is broken',
  state: 'closed' as const,
  body: 'Really.',
  user: { login: 'bruno' },
  labels: [],
  created_at: '2024-02-01T00:00:00Z',
  html_url: `https://github.example/owner/name/issues/${number}`,
});

/** What git says of the commits that landed the repository's three pull requests. */
function git() {
  const facts = (number: number) => {
    const oid = `fa${number}`.padStart(40, '0');
    const [authoredDate, committedDate] = ['2024-03-02T00:00:00Z', '2024-03-02T00:00:00Z'];
    const message = `Change ${number}`;
    return [oid, { oid, parents: [], message, authoredDate, committedDate, author: {} }] as const;
  };
  return Promise.resolve({ folder: '', tip: '', landed: new Map([1, 2, 3].map(facts)) });
}

describe('what an issue tells', () => {
  const host = (references: readonly ReferenceRecord[]) => {
    const issues = [20, 21].map(anIssue);
    double.state.host.add(aHostedRepository({ issues, references, git }));
    return double.state.host.repository(name);
  };

  it('is every text that it had, with the title of the time', async () => {
    const repository = host([]);
    repository.edit({ number: 20, at: '2024-02-10T00:00:00Z', body: 'Really, since May.' });
    repository.edit({ number: 20, at: '2024-02-12T00:00:00Z', title: 'Totals are wrong' });
    repository.edit({ number: 20, at: '2024-04-01T00:00:00Z', body: 'Change line 3.' });
    const issues = await client().issues(name, [20, 21]);
    expect(issues.get(20)?.texts).toEqual([
      { from: '2024-02-01T00:00:00Z', title: 'It is broken', body: 'Really.' },
      { from: '2024-02-10T00:00:00Z', title: 'It is broken', body: 'Really, since May.' },
      { from: '2024-02-12T00:00:00Z', title: 'Totals are wrong', body: 'Really, since May.' },
      { from: '2024-04-01T00:00:00Z', title: 'Totals are wrong', body: 'Change line 3.' },
    ]);
    expect(issues.get(21)?.texts).toHaveLength(1);
  });

  it('is not known where a revision was deleted from its history', async () => {
    const repository = host([]);
    const deletedAt = '2024-05-01T00:00:00Z';
    repository.edit({ number: 20, at: '2024-02-10T00:00:00Z', body: 'A password', deletedAt });
    repository.edit({ number: 20, at: '2024-04-01T00:00:00Z', body: 'No password' });
    const issues = await client().issues(name, [20]);
    expect(issues.get(20)?.texts.map(({ body }) => body)).toEqual(['Really.', null, 'No password']);
  });

  it('is no link where what was connected by hand was disconnected again', async () => {
    host([
      { pull: 1, issue: 20, source: 'connected', keyword: null },
      { pull: 1, issue: 20, source: 'disconnected', keyword: null },
      { pull: 1, issue: 21, source: 'connected', keyword: null },
    ]);
    const found = await client().hydrate(name, [1], { width: 25 });
    expect(new Set(found.get(1)?.links.map(({ issue }) => issue.number))).toEqual(new Set([21]));
  });

  it('is which pull requests said that they would close it', async () => {
    host([
      { pull: 2, issue: 20, source: 'pr_body', keyword: 'fixes' },
      { pull: 3, issue: 20, source: 'pr_body', keyword: null },
    ]);
    const issues = await client().issues(name, [20]);
    expect(issues.get(20)?.closingReferrers).toEqual([{ repository: name, number: 2 }]);
  });

  it('is brought along by hydration, with the strongest evidence', async () => {
    host([
      { pull: 1, issue: 20, source: 'connected', keyword: null },
      { pull: 2, issue: 21, source: 'pr_body', keyword: 'fixes' },
    ]).edit({ number: 20, at: '2024-04-01T00:00:00Z', body: 'Change line 3.' });
    const { candidates } = await client().listPullRequests(name, { page: 1, direction: 'asc' });
    const hydrated = await hydrateCandidates(client(), name, candidates, { width: 25 });
    expect(hydrated.map(({ issues }) => issues.map(({ number, kind }) => [number, kind]))).toEqual([
      expect.arrayContaining([[20, 'closed_by_pull_request']]),
      [[21, 'closed_by_pull_request']],
      [],
    ]);
    expect(hydrated[0]?.issues[0]?.texts.map(({ body }) => body)).toEqual([
      'Really.',
      'Change line 3.',
    ]);
  });
});
