import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { planQuota } from '@evoline/activities/mine/plan-quota';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { quotaAssumptions } from '@evoline/domain/mine/quota-plan';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { aHostedRepository, aPullRecord } from '@evoline/testing/github/a-repository';
import { pointsOfQuery } from '@evoline/testing/github/graphql/points-of-query';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { issueQuery, pullRequestQuery } from '@evoline/clients/github/github-queries';
import { countQuery } from '@evoline/clients/github/count-pull-requests';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MiningClock } from './mining-clock.ts';
import { aContext, openMineRun } from './run-activities.ts';

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-quota-'));
  ledger = await startTestDatabase();
});
afterEach(async () => {
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

const limits = { core: 60, graphql: 30 };

/** Repositories of so many merged pull requests each, whose bodies refer to issues that are there. */
async function aWorld(repositories: number, pullRequests: number): Promise<void> {
  double = await startGitHubDouble({ home: folder, limits });
  for (let number = 1; number <= repositories; number += 1) {
    const pulls = Array.from({ length: pullRequests }, (_, index) =>
      aPullRecord(index + 1, { body: index % 2 === 0 ? `fixes #${10_000 + index}` : null }),
    );
    const issues = pulls.flatMap(({ body, created_at }, index) =>
      body === null ? [] : [anIssue(10_000 + index, created_at)],
    );
    const landed = new Map(
      pulls.map((pull) => [pull.merge_commit_sha ?? '', aCommit(pull.number)]),
    );
    const git = () => Promise.resolve({ folder: '', tip: '', landed });
    double.state.host.add(aHostedRepository({ name: `r${number}`, pulls, issues, git }));
  }
  const { clock } = double.state.host;
  clock.set(new Date('2026-06-01T00:00:00Z'));
  clock.perRequest(0.25);
}

function anIssue(number: number, created_at: string) {
  const html_url = `https://github.example/owner/name/issues/${number}`;
  const user = { login: 'bruno' };
  return {
    number,
    title: 't',
    state: 'open' as const,
    body: 'b',
    user,
    labels: [],
    created_at,
    html_url,
  };
}

function aCommit(number: number) {
  const oid = `fa${number}`.padStart(40, '0');
  const date = '2024-03-01T00:00:00Z';
  const facts = { oid, parents: [], message: `Change ${number}`, author: {} };
  return { ...facts, authoredDate: date, committedDate: date };
}

async function depsWith(tokens: readonly string[]): Promise<MineDeps> {
  return await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: process.env,
    githubApiUrl: double.url,
    githubTokens: tokens,
    demoWorldUrl: null,
    now: () => double.state.host.clock.now().getTime(),
  });
}

/** What was taken off quotas, and what of it listed pull requests, or hydrated them and their issues. */
function accountOf(double: GitHubDouble) {
  const costs = double.state.requests.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const sum = (some: typeof costs) => some.reduce((total, { spent }) => total + spent, 0);
  const useful = costs.filter(({ pullRequests, others, resource }) => {
    return pullRequests > 0 || (resource === 'graphql' && others > 0);
  });
  const refused = double.state.requests.filter(({ status }) => status === 403 || status === 429);
  return {
    spent: sum(costs),
    share: sum(useful) / sum(costs),
    refused: refused.length,
  };
}

describe('quota', () => {
  it('becomes candidates and hydrated pull requests to 95 % and more, over hours of waiting', async () => {
    await aWorld(4, 500);
    const deps = await depsWith(['one token']);
    await openMineRun(deps, 'long', { source: 'github:owner/*' });
    const clock = new MiningClock(double.state.host.clock);
    const found = await clock.listAndHydrate(deps, 'long');
    expect([...found.values()]).toEqual([500, 500, 500, 500]);
    const account = accountOf(double);
    expect(clock.waits.length).toBeGreaterThan(2);
    expect(account.share).toBeGreaterThanOrEqual(0.95);
    expect(account.refused).toBe(0);
    const hours =
      (double.state.host.clock.now().getTime() - Date.parse('2026-06-01T00:00:00Z')) / 3.6e6;
    const points = double.state.requests.reduce(
      (sum, { cost }) => sum + (cost?.resource === 'graphql' ? cost.spent : 0),
      0,
    );
    // Whole hours that had to be waited for: none of their points was left over.
    expect(points).toBeGreaterThanOrEqual(0.95 * limits.graphql * Math.floor(hours));
  });

  it('is shared by workers, each of which knows what the others have used up', async () => {
    await aWorld(2, 30);
    const [one, other] = [await depsWith(['same token']), await depsWith(['same token'])];
    await openMineRun(one, 'first', { source: 'github:owner/*' });
    await openMineRun(other, 'second', { source: 'github:owner/*' });
    double.state.quota.leave('same token', 'graphql', 3);
    const clock = new MiningClock(double.state.host.clock);
    await Promise.all([clock.listAndHydrate(one, 'first'), clock.listAndHydrate(other, 'second')]);
    expect(accountOf(double).refused).toBeLessThanOrEqual(1);
    const [row] = await ledger.sql('select count(*)::int as n from github_quota');
    expect(row).toEqual({ n: 2 });
  });

  it('is reckoned before a run starts, from counts that cost a point', async () => {
    await aWorld(3, 60);
    const deps = await depsWith(['a', 'b', 'c']);
    await openMineRun(deps, 'plan', { source: 'github:owner/*' });
    const { lines } = await planQuota(deps, { runId: 'plan' }, aContext());
    expect(lines[0]).toMatch(/^3 repositories, about 180 pull requests, 3 tokens: .*; 1 token: /);
    expect(accountOf(double).spent).toBe(3);
    await openMineRun(deps, 'limited plan', { source: 'github:owner/r1', limit: 5 });
    const limited = await planQuota(deps, { runId: 'limited plan' }, aContext());
    expect(limited.lines[0]).toMatch(/^1 repository, about 5 pull requests/);
    await openMineRun(deps, 'no plan', { source: 'github:owner/nothing' });
    const gone = await planQuota(deps, { runId: 'no plan' }, aContext());
    expect(gone.lines.at(-1)).toBe('Not there, or private: owner/nothing.');
  });

  it('says why it cannot be reckoned, and fails nothing', async () => {
    await aWorld(1, 1);
    const deps = await depsWith(['a']);
    await openMineRun(deps, 'plan', { source: 'github:owner/r1' });
    double.state.faults.plan({ answer: { kind: 'primaryLimit', resetInSeconds: 600 } });
    const { lines } = await planQuota(deps, { runId: 'plan' }, aContext());
    expect(lines).toEqual([expect.stringMatching(/asks to wait until 2026-06-01T00:10/)]);
    const anonymous = await depsWith([]);
    const without = await planQuota(anonymous, { runId: 'plan' }, aContext());
    expect(without.lines[0]).toContain('set GITHUB_TOKENS');
  });

  it('is assumed to cost what GitHub’s own arithmetic says of our queries', async () => {
    await aWorld(1, 1);
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    const of = quotaAssumptions;
    expect(pointsOfQuery(pullRequestQuery(numbers(of.pullRequestsPerQuery)))).toBe(
      of.pointsPerQuery,
    );
    expect(pointsOfQuery(issueQuery(numbers(of.issuesPerQuery)))).toBe(of.pointsPerIssueQuery);
    expect(pointsOfQuery(countQuery(numbers(50).map((number) => `o/n${number}`)))).toBe(1);
  });
});
