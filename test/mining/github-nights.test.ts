import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeRepository } from '@evoline/activities/mine/close-repository';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { SourceRepository } from '@evoline/contract/mine';
import { itemsOfPullRequest } from '@evoline/db/queries/items-of-pull-request';
import { newestVerdicts } from '@evoline/db/queries/mined-verdicts';
import { verdictsBehind } from '@evoline/db/queries/verdicts-behind';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aContext, openMineRun, runActivities } from './run-activities.ts';

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;
let deps: MineDeps;
let night = 0;
const name = 'evoline-demo/train-01';
const source = `github:${name}`;
/** The demo's repositories have no licence file. */
const filters = { unknownLicence: 'keep' as const };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-nights-'));
  const sizes = { warmStart: 4, train: 8, heldOut: 4 };
  [ledger, double] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes } }),
  ]);
  deps = await depsWith(['one', 'two']);
  night = 0;
});
afterEach(async () => {
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

async function depsWith(githubTokens: readonly string[]): Promise<MineDeps> {
  return await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: process.env,
    githubApiUrl: double.url,
    githubTokens,
    demoWorldUrl: null,
    now: () => double.state.host.clock.now().getTime(),
  });
}

/** Mines as a whole night does; what was asked and spent before is forgotten. */
async function mineNight(of = source) {
  night += 1;
  double.state.requests.length = 0;
  const runId = `night ${night}`;
  await openMineRun(deps, runId, { source: of, filters });
  const summary = await runActivities(deps, runId);
  const spent = double.state.requests.reduce((sum, { cost }) => sum + (cost?.spent ?? 0), 0);
  return { runId, summary, spent, asked: double.state.requests.length };
}

async function opened(runId: string): Promise<SourceRepository> {
  const answer = await openSource(deps, { runId }, aContext());
  const [repository] = answer.kind === 'page' ? answer.repositories : [];
  if (repository === undefined) throw new Error('no repository');
  return repository;
}

function edit(number: number, title: string): void {
  const { clock } = double.state.host;
  const at = clock
    .now()
    .toISOString()
    .replace(/\.\d+Z/, 'Z');
  double.state.host.repository(name).edit({ number, at, title });
}

/** Some merged pull request of the first night. */
async function someNumber(): Promise<number> {
  const verdicts = await minedPullRequestsOf(ledger.database, 'night 1');
  const kept = verdicts.find(({ status }) => status === 'kept');
  if (kept === undefined) throw new Error('nothing was kept');
  return kept.number;
}

const isApi = ({ path }: { readonly path: string }) => !path.includes('.git/');
const watermark = async () =>
  (await ledger.sql('select watermark from source_repository'))[0]?.['watermark'];

describe('a night', () => {
  it('costs no quota where nothing has changed', async () => {
    expect((await mineNight()).summary.seen).toBeGreaterThan(5);
    const second = await mineNight();
    expect(second.summary).toMatchObject({ seen: 0, added: 0 });
    expect(second.spent).toBeLessThanOrEqual(2);
    for (let more = 0; more < 3; more += 1) {
      const { spent, summary } = await mineNight();
      expect({ spent, seen: summary.seen }).toEqual({ spent: 0, seen: 0 });
      const answers = double.state.requests.filter(isApi).map(({ status }) => status);
      expect(answers).toEqual([304, 304]);
    }
  });

  it('costs no quota for a whole organisation of which nothing has changed', async () => {
    for (let more = 0; more < 2; more += 1) await mineNight('github:evoline-demo/*');
    const third = await mineNight('github:evoline-demo/*');
    expect(third.spent).toBe(0);
    expect(third.asked).toBeGreaterThan(4);
  });

  it('sees a change once, and is free again afterwards', async () => {
    await mineNight();
    await mineNight();
    edit(await someNumber(), 'A better title');
    expect((await mineNight()).summary).toMatchObject({ seen: 1 });
    const { spent, summary } = await mineNight();
    expect({ spent, seen: summary.seen }).toEqual({ spent: 0, seen: 0 });
  });

  it('does no work for an update that changes nothing of what is mined', async () => {
    await mineNight();
    double.state.host.clock.advance(3600);
    const { clock } = double.state.host;
    const at = clock
      .now()
      .toISOString()
      .replace(/\.\d+Z/, 'Z');
    double.state.host.repository(name).edit({ number: await someNumber(), at });
    const touched = await mineNight();
    expect(touched.summary.seen).toBe(0);
    expect(double.state.requests.filter(({ path }) => path === '/graphql')).toHaveLength(2);
    await mineNight();
    expect(double.state.requests.filter(({ path }) => path === '/graphql')).toHaveLength(0);
  });

  it('does not send an entity tag for a list that a run has read and not dealt with', async () => {
    await mineNight();
    await mineNight();
    edit(await someNumber(), 'Changed in the evening');
    await openMineRun(deps, 'killed', { source, filters });
    const repository = await opened('killed');
    const request = { runId: 'killed', repository, cursor: null };
    expect(await pagePullRequests(deps, request, aContext())).toMatchObject({ pullRequests: 1 });
    expect((await mineNight()).summary).toMatchObject({ seen: 1 });
  });

  it('looks again at what was updated after this very run had judged it', async () => {
    await mineNight();
    const number = await someNumber();
    edit(number, 'Changed');
    await openMineRun(deps, 'long', { source, filters });
    expect(await runActivities(deps, 'long')).toMatchObject({ seen: 1 });
    double.state.host.clock.advance(60);
    edit(number, 'Changed again while the run goes on');
    const repository = await opened('long');
    const request = { runId: 'long', repository, cursor: null };
    expect(await pagePullRequests(deps, request, aContext())).toMatchObject({ pullRequests: 0 });
    await closeRepository(deps, { runId: 'long', repository });
    const next = await mineNight();
    expect(next.summary).toMatchObject({ seen: 1 });
    const [verdict] = await minedPullRequestsOf(ledger.database, next.runId);
    expect(verdict?.title).toBe('Changed again while the run goes on');
  });

  it('takes up a first walk that was cut off, and pays nothing twice', async () => {
    await openMineRun(deps, 'cut off', { source, filters });
    const seen = (await runActivities(deps, 'cut off')).seen;
    await ledger.sql('update source_repository set watermark = null');
    const { summary } = await mineNight();
    expect(seen).toBeGreaterThan(5);
    expect(summary.seen).toBe(0);
    expect(double.state.requests.filter(({ path }) => path === '/graphql')).toHaveLength(0);
  });

  it('moves no watermark past GitHub’s own clock, whatever the clocks of machine and database say', async () => {
    double.state.host.clock.set(new Date('2025-02-03T04:05:06Z'));
    await mineNight();
    expect(await watermark()).toBe('2025-02-03T03:50:06.000Z');
  });
});

describe('a repository', () => {
  it('keeps its watermark and its items through a rename and a transfer, and is found under every name', async () => {
    const { summary } = await mineNight();
    const { host } = double.state;
    host.rename(name, 'renamed');
    const renamed = await mineNight();
    expect(renamed.summary).toMatchObject({ seen: 0, added: 0 });
    host.transfer('evoline-demo/renamed', 'another-owner');
    expect((await mineNight()).summary).toMatchObject({ seen: 0 });
    const rows = await ledger.sql('select key, name from source_repository');
    expect(rows).toEqual([
      { key: expect.stringMatching(/^github:\d+$/), name: 'another-owner/renamed' },
    ]);
    for (const known of [name, 'evoline-demo/renamed', 'another-owner/renamed']) {
      const verdicts = await newestVerdicts(ledger.database, [known]);
      expect(verdicts).toHaveLength(summary.seen);
      const kept = verdicts.find(({ digest }) => digest !== null);
      const asked = { repository: known, number: kept?.number ?? 0, url: null };
      expect(await itemsOfPullRequest(ledger.database, asked)).toHaveLength(1);
    }
  });

  it('is found by its id where its old name leads nowhere any more', async () => {
    const first = await mineNight();
    double.state.host.rename(name, 'elsewhere');
    double.state.host.release(name);
    const { runId, summary } = await mineNight();
    expect(summary).toMatchObject({ seen: 0 });
    const rows = await ledger.sql('select name from source_repository');
    expect(rows).toEqual([{ name: 'evoline-demo/elsewhere' }]);
    const verdicts = await verdictsBehind(ledger.database, runId, { newest: true });
    expect(verdicts).toHaveLength(first.summary.seen);
  });

  it('has one verdict for each pull request after a rename, the newest', async () => {
    const first = await mineNight();
    const number = await someNumber();
    edit(number, 'Edited before the rename');
    double.state.host.rename(name, 'renamed');
    const { runId } = await mineNight();
    const verdicts = await verdictsBehind(ledger.database, runId, { newest: true });
    expect(verdicts).toHaveLength(first.summary.seen);
    expect(verdicts.find((verdict) => verdict.number === number)).toMatchObject({
      repository: 'evoline-demo/renamed',
      title: 'Edited before the rename',
    });
  });

  it.each(['remove', 'block'] as const)(
    'that GitHub %ss is marked as gone with the reason, and not tried again',
    async (action) => {
      await mineNight();
      double.state.host[action](name);
      double.state.requests.length = 0;
      await openMineRun(deps, 'gone', { source, filters });
      const attempt = openSource(deps, { runId: 'gone' }, aContext());
      await expect(attempt).rejects.toMatchObject({ code: 'source_gone' });
      expect(double.state.requests.filter(isApi).length).toBeLessThanOrEqual(2);
      const [row] = await ledger.sql('select reason from source_gone');
      const words = action === 'block' ? 'legal reasons (dmca)' : 'no such thing';
      expect(row?.['reason']).toContain(words);
    },
  );

  it('that goes away while it is mined is answered as gone, and keeps its watermark', async () => {
    await mineNight();
    const before = await watermark();
    await openMineRun(deps, 'half', { source, filters });
    const repository = await opened('half');
    double.state.host.remove(name);
    const request = { runId: 'half', repository, cursor: null };
    const answer = await pagePullRequests(deps, request, aContext());
    expect(answer).toMatchObject({ kind: 'gone', reason: expect.stringContaining(name) });
    await closeRepository(deps, { runId: 'half', repository });
    expect(await watermark()).toBe(before);
  });

  it('is met again when it comes back', async () => {
    await mineNight();
    await ledger.sql("insert into source_gone select key, 'it was private' from source_repository");
    await mineNight();
    expect(await ledger.sql('select * from source_gone')).toEqual([]);
  });
});
