import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeRepository } from '@evoline/activities/mine/close-repository';
import { hydratePullRequests } from '@evoline/activities/mine/hydrate-pull-requests';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { PullRequestItem, type SourceRepository } from '@evoline/contract/mine';
import { upsertRepository } from '@evoline/db/queries/sources';
import { verdictsBehind } from '@evoline/db/queries/verdicts-behind';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import { authorKey } from '@evoline/domain/mine/author/author-key';
import { itemDigest } from '@evoline/domain/mine/item-digest';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { worldPullRequests } from '@evoline/testing/world/expected-mining';
import { person } from '@evoline/testing/world/proposal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContext, openMineRun, runActivities } from './run-activities.ts';

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;
let deps: MineDeps;
const repository = 'evoline-demo/held-out-01';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-activities-'));
  const sizes = { warmStart: 24, train: 24, heldOut: 24 };
  [ledger, double] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes } }),
  ]);
  deps = await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: process.env,
    githubApiUrl: double.url,
    githubTokens: ['token'],
    demoWorldUrl: double.url,
  });
});
afterAll(async () => {
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

const reopened = async (runId: string): Promise<SourceRepository> => {
  const opened = await openSource(deps, { runId }, aContext());
  const first = opened.kind === 'page' ? opened.repositories[0] : undefined;
  if (first === undefined) throw new Error('no repository');
  return first;
};

describe('mining the demo world', () => {
  it('keeps and drops what the world was made for, with its commits and issues', async () => {
    await openMineRun(deps, 'demo', { source: 'demo:' }, 10);
    const summary = await runActivities(deps, 'demo');
    const expected = await worldPullRequests({ folder: double.world?.folder ?? '' });
    const mined = await minedPullRequestsOf(ledger.database, 'demo');
    const byName = new Map(
      mined.map((verdict) => [`${verdict.repository}#${verdict.number}`, verdict]),
    );
    for (const pull of expected) {
      expect(byName.get(`${pull.repository}#${pull.number}`)).toMatchObject({
        reason: pull.expectedDrop,
        baseTip: pull.baseTip,
        mergeBase: pull.mergeBase,
        head: pull.head,
      });
    }
    const kept = expected.filter((pull) => pull.expectedDrop === null).length;
    expect(summary).toMatchObject({ source: 'demo:', seen: expected.length, kept, added: kept });
  });

  it('stores each item under the digest of its record, with the text of the issue it closes', async () => {
    const expected = await worldPullRequests({ folder: double.world?.folder ?? '' });
    const mined = await minedPullRequestsOf(ledger.database, 'demo');
    for (const { itemDigest: digest, repository: name, number } of mined) {
      if (digest === null) continue;
      const item = PullRequestItem.parse(await deps.store.getJson({ sha256: digest }));
      expect(itemDigest(item)).toBe(digest);
      const pull = expected.find((one) => one.repository === name && one.number === number);
      expect(item.landing).toBe(pull?.landing);
      expect(item.issues).toMatchObject([
        { number: pull?.issueNumber, kind: 'closed_by_pull_request' },
      ]);
      expect(item.issues[0]?.title).not.toBeNull();
      expect(item.files).toMatchObject([{ before: pull?.task?.before, after: pull?.task?.after }]);
    }
  });

  it('keeps a key of each author, by which an opt-out finds their items', async () => {
    const rows = await ledger.sql('select distinct author_key from pull_request_item');
    const logins = Array.from({ length: 24 }, (_, index) => person(index).login.toUpperCase());
    const keys = new Set(logins.map(authorKey));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ author_key: key }) => !keys.has(String(key)))).toEqual([]);
  });

  it('adds nothing the next night, and sees only what changed since', async () => {
    await openMineRun(deps, 'next night', { source: 'demo:' });
    expect(await runActivities(deps, 'next night')).toMatchObject({ seen: 0, added: 0 });
    const changed = (await worldPullRequests({ folder: double.world?.folder ?? '' })).find(
      (pull) => pull.repository === repository && pull.expectedDrop === null,
    );
    const number = changed?.number ?? 0;
    const at = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    double.state.host.repository(repository).edit({ number, at, title: 'A better title' });
    await openMineRun(deps, 'third night', { source: 'demo:' });
    expect(await runActivities(deps, 'third night')).toMatchObject({ seen: 1, kept: 1, added: 1 });
    const all = await verdictsBehind(ledger.database, 'third night', { newest: true });
    expect(all).toHaveLength((await minedPullRequestsOf(ledger.database, 'demo')).length);
    expect(
      all.find((verdict) => verdict.repository === repository && verdict.number === number)?.title,
    ).toBe('A better title');
  });

  it('gives the same however often its activities are tried', async () => {
    await openMineRun(deps, 'tried twice', { source: 'demo:held-out-*', limit: 40 }, 7);
    const summary = await runActivities(deps, 'tried twice', true);
    const expected = (await minedPullRequestsOf(ledger.database, 'demo')).filter((verdict) =>
      verdict.repository.includes('/held-out-'),
    );
    expect(summary).toMatchObject({ seen: expected.length, added: 0 });
  });

  it('names what there is when the pattern fits nothing', async () => {
    await openMineRun(deps, 'no fit', { source: 'demo:nothing-*' });
    const attempt = openSource(deps, { runId: 'no fit' }, aContext());
    await expect(attempt).rejects.toMatchObject({
      code: 'nothing_to_work_on',
      message: expect.stringContaining('held-out-01'),
    });
  });
});

describe('the watermark', () => {
  const watermarkOf = async (key: string) =>
    (await ledger.sql('select watermark from source_repository where key = $1', [key]))[0]?.[
      'watermark'
    ];

  it('is at most the time of opening less a quarter of an hour, and never goes back', async () => {
    const source = `github:${repository}`;
    await openMineRun(deps, 'marked', { source });
    await runActivities(deps, 'marked');
    const opened = await reopened('marked');
    const lag = Date.now() - Date.parse(String(await watermarkOf(opened.key)));
    expect(lag).toBeGreaterThanOrEqual(15 * 60_000);
    await ledger.sql(
      "update source_repository set watermark = '2999-01-01T00:00:00.000Z' where key = $1",
      [opened.key],
    );
    await closeRepository(deps, { runId: 'marked', repository: opened });
    expect(await watermarkOf(opened.key)).toBe('2999-01-01T00:00:00.000Z');
  });

  it('stays where it is when only the newest were asked for', async () => {
    const source = 'github:evoline-demo/train-01';
    await openMineRun(deps, 'limited', { source, limit: 2 });
    expect(await runActivities(deps, 'limited')).toMatchObject({ seen: 2 });
    const opened = await reopened('limited');
    expect(await watermarkOf(opened.key)).toBeNull();
  });
});

describe('asked to wait', () => {
  it('hands the time and the cursor back, for pages and for hydration', async () => {
    const source = 'github:evoline-demo/train-02';
    await openMineRun(deps, 'waits', { source });
    const opened = await reopened('waits');
    const request = { runId: 'waits', repository: opened };
    const found = await pagePullRequests(deps, { ...request, cursor: null }, aContext());
    const limit = { kind: 'primaryLimit', resetInSeconds: 60 } as const;
    double.state.faults.plan({ path: '^/graphql', answer: limit });
    double.state.faults.plan({ path: '/pulls', answer: limit });
    if (found.kind !== 'page') throw new Error('asked to wait too early');
    const hydrated = await hydratePullRequests(deps, { ...request, page: found.page }, aContext());
    expect(hydrated).toMatchObject({ kind: 'wait', waitUntil: expect.stringMatching(/^20.*Z$/) });
    const cursor = '{"kind":"pulls","page":2,"seen":100}';
    const page = await pagePullRequests(deps, { ...request, cursor }, aContext());
    expect(page).toMatchObject({ kind: 'wait', cursor });
  });

  it('refuses a cursor that mining has not written', async () => {
    const opened = await upsertRepository(ledger.database, {
      key: 'github:1',
      name: 'o/n',
      defaultBranch: 'main',
      gitAddress: 'https://git.example/o/n.git',
    });
    const request = { runId: 'waits', repository: opened, cursor: '{"kind":"evil"}' };
    await expect(pagePullRequests(deps, request, aContext())).rejects.toMatchObject({
      code: 'input_invalid',
    });
  });
});

describe('a git source', () => {
  it('leaves contents on a server until they are needed, and gives what the API gives', async () => {
    await openMineRun(deps, 'blobless', { source: `git:${double.url}/${repository}.git` }, 5);
    await runActivities(deps, 'blobless', true);
    const byGit = await minedPullRequestsOf(ledger.database, 'blobless');
    const byApi = (await minedPullRequestsOf(ledger.database, 'demo')).filter(
      (verdict) => verdict.repository === repository && verdict.reason !== 'not_merged',
    );
    const shas = ({ number, reason, mergeBase, head, landed }: (typeof byGit)[number]) => {
      return { number, reason, mergeBase, head, landed };
    };
    expect(byGit.map((verdict) => verdict.repository)).toContain(repository);
    expect(byGit.map(shas)).toEqual(byApi.map(shas));
    const opened = await reopened('blobless');
    const mirror = deps.mirrors.open(opened.key);
    expect(await mirror.isBlobless()).toBe(true);
    mirror.close();
  });

  it('is not found, or refused, with a sentence', async () => {
    for (const [runId, source, code] of [
      ['gone', `git:${double.url}/evoline-demo/nothing.git`, 'not_found'],
      ['no folder', 'git:/there/is/none', 'input_invalid'],
    ] as const) {
      await openMineRun(deps, runId, { source });
      await expect(openSource(deps, { runId }, aContext())).rejects.toMatchObject({ code });
    }
  });
});
