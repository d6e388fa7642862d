import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import {
  type ArchiveDouble,
  startArchiveDouble,
} from '@evoline/testing/gh-archive/start-archive-double';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aContext, openMineRun, runActivities } from './run-activities.ts';

const day = '2024-03-01';
const source = `gharchive:${day}-7..${day}-8`;
/** The demo's repositories have no licence file. */
const filters = { unknownLicence: 'keep' as const };
let folder = '';
let ledger: TestDatabase;
let github: GitHubDouble;
let archive: ArchiveDouble;
let deps: MineDeps;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-archive-'));
  const sizes = { warmStart: 4, train: 8, heldOut: 4 };
  [ledger, github, archive] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes } }),
    startArchiveDouble(),
  ]);
  deps = await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: process.env,
    githubApiUrl: github.url,
    githubTokens: ['one'],
    demoWorldUrl: null,
    archiveUrl: archive.url,
    now: () => github.state.host.clock.now().getTime(),
  });
});
afterEach(async () => {
  await github.close();
  await archive.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Events name repositories as they were called then; the id leads to them. */
function closed(id: number, number: number, name = 'old-owner/old-name'): string {
  const pull = { number, merged: true, merged_at: `${day}T07:00:00Z` };
  return JSON.stringify({
    type: 'PullRequestEvent',
    repo: { id, name },
    payload: { action: 'closed', number, pull_request: pull },
    created_at: `${day}T07:00:00Z`,
  });
}

async function idOf(name: string): Promise<number> {
  const answer = await fetch(`${github.url}/repos/${name}`);
  const { id } = (await answer.json()) as { id: number };
  return id;
}

describe('a source of archived hours', () => {
  it('mines exactly the pull requests that were seen closing, from where they are today', async () => {
    const id = await idOf('evoline-demo/train-01');
    archive.put(`${day}-7`, [closed(id, 2), closed(id, 3), '{"type":"WatchEvent"}']);
    archive.put(`${day}-8`, [closed(id, 3), closed(999_999, 1, 'gone/gone')]);
    await openMineRun(deps, 'hours', { source, filters });
    const summary = await runActivities(deps, 'hours');
    expect(summary.seen).toBe(2);
    const mined = await minedPullRequestsOf(ledger.database, 'hours');
    expect(mined.map(({ repository, number }) => [repository, number])).toEqual([
      ['evoline-demo/train-01', 2],
      ['evoline-demo/train-01', 3],
    ]);
  });

  it('tells of repositories that are gone and hours that the archive lacks', async () => {
    const id = await idOf('evoline-demo/train-01');
    archive.put(`${day}-7`, [closed(id, 2), closed(999_999, 1, 'gone/gone')]);
    await openMineRun(deps, 'hours', { source, filters });
    const opened = await openSource(deps, { runId: 'hours' }, aContext());
    expect(opened).toMatchObject({
      kind: 'page',
      repositories: [{ name: 'evoline-demo/train-01', watermark: null }],
      lost: [
        { repository: 'gone/gone', reason: 'it is gone, or private' },
        { repository: '*', reason: `the archive lacks 1 hours: ${day}-8` },
      ],
    });
  });

  it('is no proof of absence: a later night of the repository still reads all of it', async () => {
    const name = 'evoline-demo/train-01';
    archive.put(`${day}-7`, [closed(await idOf(name), 2)]);
    await openMineRun(deps, 'hours', { source, filters });
    await runActivities(deps, 'hours');
    await openMineRun(deps, 'night', { source: `github:${name}`, filters });
    const { seen } = await runActivities(deps, 'night');
    await openMineRun(deps, 'another', { source: `github:${name}`, filters });
    expect(seen).toBeGreaterThan(1);
    expect((await runActivities(deps, 'another')).seen).toBe(0);
  });

  it('refuses hours without pull requests, and names the hour that cannot be had', async () => {
    await openMineRun(deps, 'none', { source, filters });
    await expect(openSource(deps, { runId: 'none' }, aContext())).rejects.toMatchObject({
      code: 'nothing_to_work_on',
      message: expect.stringContaining('lacks 2'),
    });
    archive.fail(`${day}-7`, { status: 500 });
    await expect(openSource(deps, { runId: 'none' }, aContext())).rejects.toMatchObject({
      code: 'archive_unreachable',
      message: expect.stringContaining(`${day}-7`),
    });
  });
});
