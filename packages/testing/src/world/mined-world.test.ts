import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitMirror } from '@evoline/clients/git/git-mirror';
import { openGitProgram } from '@evoline/clients/git/git-program';
import { MirrorFolder } from '@evoline/clients/git/mirror-folder';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { TokenPool } from '@evoline/clients/github/token-pool';
import { CommitGraph } from '@evoline/domain/mine/commit-graph';
import type { Verdict } from '@evoline/domain/mine/examination';
import { examinePullRequest } from '@evoline/domain/mine/examine-pull-request';
import { defaultFilters } from '@evoline/domain/mine/mine-config';
import { renderIssueText } from '@evoline/domain/rollout/issue-text';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGitHubDouble, type GitHubDouble } from '../github/start-github-double.ts';
import { worldPullRequests, type WorldPullRequest } from './expected-mining.ts';

let home: string;
let double: GitHubDouble;
const verdicts = new Map<WorldPullRequest, Verdict>();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mined-world-'));
  const sizes = { warmStart: 60, train: 12, heldOut: 8 };
  double = await startGitHubDouble({ home, world: { sizes } });
  const world = double.world;
  if (world === null) throw new Error('no world');
  const all = Map.groupBy(await worldPullRequests(world), (pull) => pull.repository);
  for (const [repository, pulls] of all) await examine(repository, pulls);
});
afterAll(async () => {
  await double.close();
  await rm(home, { recursive: true, force: true });
});

/** Mirror, hydrate, examine: what the mine activities do, without their bookkeeping. */
async function examine(repository: string, pulls: readonly WorldPullRequest[]): Promise<void> {
  const program = await openGitProgram({ cacheFolder: join(home, 'git') });
  const mirrors = new MirrorFolder(program, join(home, 'mirrors'));
  const client = new OctokitClient({}, new TokenPool({ apiUrl: double.url, tokens: ['any'] }));
  const { cloneUrl } = await client.repository(...(repository.split('/') as [string, string]));
  const folder = await mirrors.refresh(repository, cloneUrl);
  const git = new GitMirror(program, mirrors, folder, { maxPatchBytes: 1 << 22 });
  const graph = new CommitGraph();
  for await (const commit of git.commits()) graph.add(commit);
  const numbers = pulls.map(({ number }) => number);
  const hydrated = await client.hydrate(repository, numbers, { width: 25 });
  const isPullRequest = (number: number) => numbers.includes(number);
  const where = { repository, graph, git, filters: defaultFilters, isPullRequest };
  for (const pull of pulls) {
    const found = hydrated.get(pull.number);
    if (found == null) throw new Error(`${repository} has no pull request ${pull.number}`);
    verdicts.set(pull, await examinePullRequest(candidateOf(found), where));
  }
  git.close();
}

type Hydrated =
  Awaited<ReturnType<OctokitClient['hydrate']>> extends ReadonlyMap<number, infer V>
    ? NonNullable<V>
    : never;

function candidateOf({ candidate, links }: Hydrated) {
  const issues = links.map(({ repository, kind, issue: { number, createdAt, texts } }) => {
    // A link shows today's text only, and nobody edits an issue of the demo world.
    return {
      repository,
      number,
      kind,
      createdAt,
      texts: texts.map((text) => ({ ...text, from: createdAt })),
    };
  });
  return { ...candidate, issues };
}

test('mining keeps every bug fix and drops the others for the reason that the world expects', () => {
  const kinds = new Set([...verdicts.keys()].map(({ kind }) => kind));
  expect(kinds.size).toBe(11);
  for (const [pull, { mined }] of verdicts)
    expect([pull.repository, pull.number, mined.reason]).toEqual([
      pull.repository,
      pull.number,
      pull.expectedDrop,
    ]);
});

test('items hold the contents at the merge base, the landing, and the issue’s own words', () => {
  for (const [{ task, mergeBase, landing }, { item }] of verdicts) {
    expect(item === null).toBe(task === null);
    if (item === null || task === null) continue;
    expect(item).toMatchObject({ mergeBase, landing, title: task.thought });
    const { path, before, after } = task;
    expect(item.files).toMatchObject([{ path, before, after, status: 'modified' }]);
    const text = renderIssueText({ issues: item.issues, pullRequestTitle: 'no issue' });
    expect(text).toBe(task.issue);
  }
});
