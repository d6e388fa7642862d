import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedFolder } from '../shared-folder.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

const corpus = sharedFolder('corpus', process.env['CI']);
const run = promisify(execFile);

/** The corpus' repository for quick tests. */
const where = { owner: 'pallets', repo: 'itsdangerous' };
const head = '1705c7a2a1b4a64a63dc484c1755e90ff01c133b';

describe.runIf(corpus !== null)('itsdangerous, as the corpus has it', () => {
  let home: string;
  let double: GitHubDouble;
  let api: Octokit;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'github-double-'));
    double = await startGitHubDouble({
      home,
      corpus: corpus ?? '',
      only: ['pallets/itsdangerous'],
    });
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    api = new Octokit({ baseUrl: double.url, auth: 'any', log });
  });
  afterAll(async () => {
    await double.close();
    await rm(home, { recursive: true, force: true });
  });

  test('all 221 merged pull requests are listed, without the corpus’ own fields', async () => {
    const pulls = await api.paginate(api.rest.pulls.list, {
      ...where,
      state: 'closed',
      per_page: 100,
    });
    expect(pulls.length).toBe(221);
    expect(pulls.every(({ merged_at }) => merged_at !== null)).toBe(true);
    expect(JSON.stringify(pulls)).not.toContain('"x_');
    const { data } = await api.rest.pulls.get({ ...where, pull_number: 4 });
    expect(data).toMatchObject({
      merged: true,
      additions: 34,
      commits: 1,
      user: { login: 'daniele-nicolodi' },
    });
  });

  test('issues that are not on record are 404, those that are have a timeline', async () => {
    const { data } = await api.rest.issues.get({ ...where, issue_number: 120 });
    expect(data.title).toBe('Timestamp signatures from 0.x incompatible with 1.1');
    await expect(api.rest.issues.get({ ...where, issue_number: 3 })).rejects.toMatchObject({
      status: 404,
    });
    await api.rest.issues.listEventsForTimeline({ ...where, issue_number: 120 });
  });

  test('merge commits have two parents and squashes one', async () => {
    const answer = await api.graphql<{ repository: Record<string, never> }>(`{
      repository(owner: "pallets", name: "itsdangerous") {
        defaultBranchRef { target { oid } }
        pullRequest(number: 4) { mergeCommit { oid message parents(first: 3) { totalCount } } baseRefOid }
      } }`);
    expect(answer.repository).toMatchObject({
      defaultBranchRef: { target: { oid: head } },
      pullRequest: { mergeCommit: { parents: { totalCount: 2 } } },
    });
  });

  test('git clones it without blobs, with the head of every pull request', async () => {
    const { data } = await api.rest.repos.get(where);
    const folder = join(home, 'clone.git');
    await run('git', ['clone', '--quiet', '--bare', '--filter=blob:none', data.clone_url, folder]);
    await run('git', [
      '-C',
      folder,
      'fetch',
      '--quiet',
      'origin',
      'refs/pull/*/head:refs/pull/*/head',
    ]);
    const refs = (await run('git', ['-C', folder, 'show-ref'])).stdout;
    expect(refs).toContain(`${head} refs/heads/main`);
    expect(refs.split('\n').filter((line) => line.includes('refs/pull/')).length).toBe(221);
    const pulls = (
      await readFile(join(corpus ?? '', 'repos/pallets__itsdangerous/pulls.jsonl'), 'utf8')
    ).split('\n');
    const first = JSON.parse(pulls[0] ?? '') as { number: number; head: { sha: string } };
    expect(refs).toContain(`${first.head.sha} refs/pull/${first.number}/head`);
    // a blob that was left out can be asked for by its id
    const listed = (await run('git', ['-C', folder, 'ls-tree', head])).stdout;
    const blob = /blob ([0-9a-f]{40})/.exec(listed)?.[1] ?? '';
    await run('git', ['-C', folder, 'fetch', '--quiet', '--no-tags', 'origin', blob]);
    expect((await run('git', ['-C', folder, 'cat-file', '-t', blob])).stdout.trim()).toBe('blob');
  });

  test('git follows a rename, and pushing is refused', async () => {
    double.state.host.rename('pallets/itsdangerous', 'renamed');
    const old = `${double.url}/pallets/itsdangerous.git`;
    expect((await run('git', ['ls-remote', old, 'refs/heads/main'])).stdout).toContain(head);
    const push = await fetch(`${old}/info/refs?service=git-receive-pack`);
    expect(push.status).toBe(403);
    double.state.host.rename('pallets/renamed', 'itsdangerous');
  });
});
