import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aHostedRepository, aPullRecord } from './a-repository.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

interface Answer {
  readonly data?: { readonly repository: Record<string, never> | null };
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
}

let double: GitHubDouble;

beforeEach(async () => {
  double = await startGitHubDouble({ home: '.' });
});
afterEach(() => double.close());

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const headers = { authorization: 'bearer x', 'user-agent': 'test' };
  const body = JSON.stringify({ query, variables });
  return (await (
    await fetch(`${double.url}/graphql`, { method: 'POST', headers, body })
  ).json()) as Answer;
}

const onRepository = (fields: string) =>
  ask(`{ repository(owner: "owner", name: "name") { ${fields} } }`);

const pageQuery = `query ($first: Int!, $after: String) {
  repository(owner: "owner", name: "name") {
    pullRequests(first: $first, after: $after, states: [MERGED], orderBy: {field: UPDATED_AT, direction: ASC}) {
      totalCount nodes { number } pageInfo { endCursor hasNextPage }
    }
  }
}`;

async function walk(first: number, between: () => void = () => {}): Promise<number[]> {
  const seen: number[] = [];
  for (let after: string | null = null; ; between()) {
    const answer: Answer = await ask(pageQuery, { first, after });
    const page = answer.data?.repository?.['pullRequests'] as unknown as {
      nodes: { number: number }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
    seen.push(...page.nodes.map(({ number }) => number));
    if (!page.pageInfo.hasNextPage) return seen;
    after = page.pageInfo.endCursor;
  }
}

describe('pages', () => {
  const pulls = Array.from({ length: 31 }, (_, index) => aPullRecord(index + 1));

  test('pages of any width hold every merged pull request once, in order', async () => {
    double.state.host.add(aHostedRepository({ pulls }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (first) => {
        expect(await walk(first)).toEqual(pulls.map(({ number }) => number));
      }),
      { numRuns: 8 },
    );
  });

  test('what is edited during the walk comes once more at its end, and nothing is skipped', async () => {
    double.state.host.add(aHostedRepository({ pulls }));
    let day = 0;
    const seen = await walk(5, () => {
      day += 1;
      const at = `2024-06-0${day}T00:00:00Z`;
      double.state.host.repository('owner/name').edit({ number: day * 6, at, title: 'anew' });
    });
    expect([...new Set(seen)].toSorted((a, b) => a - b)).toEqual(pulls.map(({ number }) => number));
    expect(seen.at(-1)).toBeLessThan(31);
  });
});

describe('a pull request', () => {
  const issue = {
    number: 1,
    title: 'add_fee is wrong',
    state: 'closed' as const,
    body: null,
    user: { login: 'bruno' },
    labels: [{ name: 'bug' }],
    created_at: '2024-03-01T00:00:00Z',
    html_url: 'https://github.example/owner/name/issues/1',
  };
  const add = (references: Parameters<typeof aHostedRepository>[0] & object) =>
    double.state.host.add(
      aHostedRepository({
        pulls: [2, 3, 4].map((number) => aPullRecord(number)),
        issues: [issue],
        ...references,
      }),
    );
  const linksOf = async (number: number) => {
    const query = `pullRequest(number: ${number}) {
      closingIssuesReferences(first: 5) { nodes { number title labels(first: 3) { nodes { name } } } }
      timelineItems(first: 5, itemTypes: [CONNECTED_EVENT, MERGED_EVENT]) { nodes { __typename } }
    }`;
    return (await onRepository(query)).data?.repository?.['pullRequest'];
  };

  test('links the issue that its body closes or that was linked by hand, not one a commit closes', async () => {
    const references = [
      { pull: 2, issue: 1, source: 'pr_body', keyword: 'fixes' },
      { pull: 3, issue: 1, source: 'commit_message', keyword: 'fixes' },
      { pull: 4, issue: 1, source: 'connected', keyword: null },
    ] as const;
    add({ references });
    const node = { number: 1, title: 'add_fee is wrong', labels: { nodes: [{ name: 'bug' }] } };
    const merged = { __typename: 'MergedEvent' };
    expect(await linksOf(2)).toEqual({
      closingIssuesReferences: { nodes: [node] },
      timelineItems: { nodes: [merged] },
    });
    expect(await linksOf(3)).toMatchObject({ closingIssuesReferences: { nodes: [] } });
    expect(await linksOf(4)).toMatchObject({
      closingIssuesReferences: { nodes: [node] },
      timelineItems: { nodes: [{ __typename: 'ConnectedEvent' }, merged] },
    });
  });

  test('an issue tells what closed it: a pull request, or a commit', async () => {
    add({
      references: [
        { pull: 2, issue: 1, source: 'pr_body', keyword: 'closes' },
        { pull: 3, issue: 1, source: 'commit_message', keyword: 'fixes' },
        { pull: 4, issue: 1, source: 'pr_body', keyword: null },
      ],
    });
    const answer = await onRepository(`issue(number: 1) {
      timelineItems(first: 10, itemTypes: [CLOSED_EVENT, CROSS_REFERENCED_EVENT]) { nodes {
        __typename
        ... on ClosedEvent { closer { __typename ... on PullRequest { number } ... on Commit { oid } } }
        ... on CrossReferencedEvent { willCloseTarget source { ... on PullRequest { number } } target { ... on Issue { number } } }
      } } }`);
    expect(answer.errors).toBeUndefined();
    const mention = { __typename: 'CrossReferencedEvent', target: { number: 1 } };
    const closed = { __typename: 'ClosedEvent' };
    expect(answer.data?.repository?.['issue']).toEqual({
      timelineItems: {
        nodes: [
          { ...mention, willCloseTarget: true, source: { number: 2 } },
          { ...closed, closer: { __typename: 'PullRequest', number: 2 } },
          { ...closed, closer: { __typename: 'Commit', oid: aPullRecord(3).merge_commit_sha } },
          { ...mention, willCloseTarget: false, source: { number: 4 } },
        ],
      },
    });
  });
});

describe('limits', () => {
  beforeEach(() => double.state.host.add(aHostedRepository()));
  const typesOf = ({ errors = [] }: Answer) => errors.map(({ type }) => type);

  test('a connection must say how many it wants, 100 at most, and all of them 500,000', async () => {
    const number = 'nodes { number }';
    const without = await onRepository(`pullRequests { ${number} }`);
    expect(typesOf(without)).toEqual(['MISSING_PAGINATION_BOUNDARIES']);
    const wide = await onRepository(`pullRequests(first: 101) { ${number} }`);
    expect(typesOf(wide)).toEqual(['EXCESSIVE_PAGINATION']);
    const nested =
      'commits(first: 100) { nodes { commit { parents(first: 100) { nodes { oid } } } } }';
    const deep = await onRepository(`pullRequests(first: 100) { nodes { ${nested} } }`);
    expect(deep.errors?.[0]?.message).toContain('1,010,100 possible nodes');
  });

  test('a query costs a point for each hundred requests that it stands for', async () => {
    const nested =
      'closingIssuesReferences(first: 10) { nodes { number } } commits(first: 5) { nodes { id } }';
    const answer = await ask(`{
      rateLimit { cost nodeCount remaining }
      repository(owner: "owner", name: "name") { pullRequests(first: 100) { nodes { ${nested} } } }
    }`);
    expect(answer.data).toMatchObject({
      rateLimit: { cost: 2, nodeCount: 100 + 1000 + 500, remaining: 4998 },
    });
  });

  test('a query wider than the host can bear is answered in part', async () => {
    double.state.faults.plan({
      times: null,
      answer: { kind: 'resourceLimits', overPullRequests: 2 },
    });
    const wide = await onRepository('pullRequests(first: 25) { nodes { number } }');
    expect(wide.data?.repository).toEqual({
      pullRequests: { nodes: [{ number: 1 }, { number: 2 }, null] },
    });
    expect(wide.errors).toMatchObject([
      { type: 'RESOURCE_LIMITS_EXCEEDED', path: ['repository', 'pullRequests', 'nodes', 2] },
    ]);
    const narrow = await onRepository('pullRequests(first: 2) { nodes { number } }');
    expect(narrow.errors).toBeUndefined();
  });

  test('spent points are told with status 200', async () => {
    double.state.quota.leave('x', 'graphql', 0);
    expect(typesOf(await onRepository('databaseId'))).toEqual(['RATE_LIMITED']);
  });
});

describe('refusals', () => {
  test('GraphQL needs a token', async () => {
    const answer = await fetch(`${double.url}/graphql`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
  });

  test('a field that GitHub does not have is refused by its own schema', async () => {
    const { errors } = await onRepository('pullRequestz(first: 1) { nodes { number } }');
    expect(errors?.[0]?.message).toContain(
      'Cannot query field "pullRequestz" on type "Repository"',
    );
  });

  test('a field that GitHub has and the double lacks is named', async () => {
    double.state.host.add(aHostedRepository());
    const { errors } = await onRepository('stargazerCount');
    expect(errors?.[0]?.message).toBe('the GitHub double does not serve Repository.stargazerCount');
  });

  test('what is not there is NOT_FOUND, and a renamed repository is found', async () => {
    expect((await onRepository('id')).errors).toMatchObject([
      { type: 'NOT_FOUND', path: ['repository'] },
    ]);
    double.state.host.add(aHostedRepository());
    expect((await onRepository('pullRequest(number: 9) { id }')).errors).toMatchObject([
      { type: 'NOT_FOUND' },
    ]);
    double.state.host.rename('owner/name', 'other');
    expect((await onRepository('nameWithOwner')).data?.repository).toEqual({
      nameWithOwner: 'owner/other',
    });
  });
});
