import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { planNight } from '@evoline/activities/mine/plan-night';
import { reportNight } from '@evoline/activities/mine/report-night';
import { openRun } from '@evoline/activities/ledger/open-run';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import type { MinedPullRequest, PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { closeNightSource } from '@evoline/db/queries/close-night-source';
import { noteQuota } from '@evoline/db/queries/github-quota';
import { addListedSources } from '@evoline/db/queries/listed-sources';
import { findNightReport } from '@evoline/db/queries/night-reports';
import { addSpending } from '@evoline/db/queries/quota-spending';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun, recordStage } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { aRun, anItem, seedMined } from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ledgerDeps } from './ledger-deps.ts';

let server: TestDatabase;
let database: Database;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-report-'));
  server = await startTestDatabase();
});
beforeEach(async () => {
  database = await server.blank();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const aVersion: DatasetVersionSummary = {
  digest: 'd'.repeat(64),
  parent: null,
  state: 'draft',
  items: 9,
  splits: { 'warm-start': 3, train: 3, 'held-out': 3 },
  repositories: 1,
  funnel: {},
  changes: { added: 7, removed: 0, edited: 2, moved: 0 },
  codeRevision: 'revision',
  createdAt: '2026-11-20T04:00:00.000Z',
  created: true,
  heldBack: ['7 new items are too few'],
};

async function night(name: string, day = '2026-11-20'): Promise<string> {
  const { runId } = await openRun(ledgerDeps(database), {
    workflow: 'mineNightly',
    input: {},
    workflowId: name,
    firstRunId: 'first',
    nominalTime: `${day}T03:30:00.000Z`,
  });
  await planNight({ database }, { runId });
  return runId;
}

const report = (runId: string, freezeFailure: string | null = null) =>
  reportNight({ database }, { runId, version: null, freezeFailure });

/** Mines these numbers in a child of the night: kept, or dropped for a reason. */
async function mine(
  runId: string,
  kept: readonly number[],
  dropped: Readonly<Record<number, MinedPullRequest['reason']>> = {},
): Promise<void> {
  const child = `${runId}/${kept.join()}`;
  const items = kept.map((number) => anItem('o/a', number));
  const repository = { key: 'git:o/a', name: 'o/a', defaultBranch: 'main', gitAddress: 'o/a' };
  await upsertRepository(database, repository);
  await seedMined(database, items, aRun({ id: child, parentRunId: runId }));
  const verdicts = Object.entries(dropped).map(([number, reason]) =>
    dropOf(Number(number), reason),
  );
  await recordMined(database, { runId: child, repositoryKey: 'git:o/a', items: [], verdicts });
}

function dropOf(number: number, reason: MinedPullRequest['reason']): MinedPullRequest {
  const shas = { baseTip: null, mergeBase: null, head: null, landed: null };
  const about = { repository: 'o/a', number, url: null, title: `Title ${number}`, files: [] };
  return {
    ...about,
    ...shas,
    itemDigest: null,
    status: 'dropped',
    reason,
    evidence: null,
    reverts: null,
  };
}

test('a report tells what came in, what was dropped and why, and what a version would gain', async () => {
  const runId = await night('tonight');
  await mine(runId, [1, 2], { 3: 'bot_author', 4: 'bot_author', 5: 'too_large' });
  expect(await report(runId)).toMatchObject({
    runName: 'tonight',
    nominalTime: '2026-11-20T03:30:00.000Z',
    sources: { mined: 0, failed: 0, postponed: 1, leftOut: 0 },
    seen: 5,
    kept: 2,
    added: 2,
    dropped: { bot_author: 2, too_large: 1 },
    gain: { since: null, items: 2, edited: 0 },
    version: null,
  });
});

test('a gain is counted from the latest published version: new items, and edited ones', async () => {
  const store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  const keep = async (name: string, items: readonly PullRequestItem[]): Promise<void> =>
    seedMined(database, items, aRun({ id: name }), (item) => store.putJson(item, mediaTypes.item));
  await keep(
    'first',
    [1, 2, 3, 4].map((number) => anItem('o/a', number)),
  );
  const { runId } = await openRun(ledgerDeps(database), {
    workflow: 'freezeDataset',
    input: {},
    workflowId: 'freeze',
    firstRunId: 'first',
  });
  const version = await freezeDataset({ database, store }, { runId });
  const quiet = await night('quiet', '2026-11-19');
  const since = version.digest;
  expect((await report(quiet)).gain).toEqual({ since, items: 0, edited: 0 });
  await keep('second', [anItem('o/a', 2, 'edited'), anItem('o/a', 5)]);
  expect((await report(await night('tonight'))).gain).toEqual({ since, items: 1, edited: 1 });
});

test('a night that froze tells what its version gained, or would have', async () => {
  const version = { ...aVersion, state: 'published' as const };
  const published = await night('published', '2026-11-19');
  const told = await reportNight({ database }, { runId: published, version, freezeFailure: null });
  expect(told.gain).toEqual({ since: version.digest, items: 0, edited: 0 });
  const held = await night('held back');
  const draft = { runId: held, version: aVersion, freezeFailure: null };
  const { gain, needsPerson } = await reportNight({ database }, draft);
  expect(gain).toEqual({ since: null, items: 7, edited: 2 });
  expect(needsPerson[0]).toContain('too few');
});

test('it is told once: what was told stays, and is found by its run, its name and its day', async () => {
  const runId = await night('tonight');
  const first = await report(runId);
  await mine(runId, [1, 2]);
  expect(await report(runId)).toEqual(first);
  for (const name of [null, runId, 'tonight', '2026-11-20'])
    expect(await findNightReport(database, name)).toEqual(first);
  expect(await findNightReport(database, '2026-11-19')).toBeNull();
});

test('it tells the quota that the night and its children took, and what all tokens have left', async () => {
  const runId = await night('tonight');
  await mine(runId, [1]);
  await insertRun(database, aRun({ id: 'another' }));
  const core = { resource: 'core' as const, requests: 10, notModified: 4, points: 6 };
  const graphql = { resource: 'graphql' as const, requests: 2, notModified: 0, points: 5 };
  await addSpending(database, runId, [graphql]);
  await addSpending(database, `${runId}/1`, [core]);
  await addSpending(database, `${runId}/1`, [core, graphql]);
  await addSpending(database, 'another', [core]);
  const hour = Date.now() + 3_600_000;
  await noteQuota(database, 'one', 'core', { limit: 5000, remaining: 100, resetsAt: hour });
  await noteQuota(database, 'two', 'core', { limit: 5000, remaining: 7, resetsAt: 1_000 });
  expect((await report(runId)).quota).toEqual([
    { resource: 'core', used: 12, remaining: 5100, resetsAt: new Date(hour).toISOString() },
    { resource: 'graphql', used: 10, remaining: null, resetsAt: null },
  ]);
});

test('it names what needs a person, with the command to send', async () => {
  const rows = ['github:o/a', 'github:o/b'].map((source) => ({ source, note: null }));
  await addListedSources(database, rows, 'tester');
  const failure = { mined: null, failure: 'git said no', isOwnFailure: true };
  for (const day of ['18', '19']) {
    const earlier = await night(`n-${day}`, `2026-11-${day}`);
    await closeNightSource(database, earlier, { position: 0, source: 'github:o/a', ...failure });
  }
  const runId = await night('tonight');
  await closeNightSource(database, runId, { position: 0, source: 'github:o/a', ...failure });
  await closeNightSource(database, runId, { position: 1, source: 'github:o/b', ...failure });
  await mine(runId, [], { 9: 'secret_found' });
  const { needsPerson, sources } = await report(runId, 'nothing is kept');
  expect(sources).toMatchObject({ mined: 0, failed: 2 });
  expect(needsPerson).toEqual([
    expect.stringMatching(/no version was frozen: nothing is kept; .*`npx evoline dataset freeze`/),
    expect.stringMatching(/secret: o\/a#9; .*`npx evoline mine funnel .* --reason secret_found`/),
    expect.stringMatching(
      /github:o\/a was put in quarantine: .*`npx evoline repos release github:o\/a`/,
    ),
    expect.stringMatching(
      /github:o\/b failed: git said no; .*`npx evoline repos remove github:o\/b`/,
    ),
  ]);
});

test('it names runs that have waited for a person for long', async () => {
  const runId = await night('tonight');
  await insertRun(
    database,
    aRun({ id: 'parked', name: 'train-7', workflow: 'trainPolicy', config: null }),
  );
  await recordStage(database, {
    runId: 'parked',
    stage: 'train',
    state: 'waiting',
    attempt: 1,
    reason: 'no memory',
  });
  expect((await report(runId)).needsPerson.join()).not.toContain('train-7');
  await database.query((db) => db.execute(`alter table stage_attempt disable trigger immutable`));
  await database.query((db) =>
    db.execute(`update stage_attempt set at = now() - interval '2 hours'`),
  );
  const later = await night('tomorrow', '2026-11-21');
  expect((await report(later)).needsPerson).toContainEqual(
    expect.stringMatching(
      /train-7 has waited in train since .*: no memory; .*`npx evoline retry parked`/,
    ),
  );
});

test('it names a filter that drops much more than in the nights before', async () => {
  const before = await night('before', '2026-11-19');
  const many = (from: number, reason: MinedPullRequest['reason'], count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [from + index, reason]));
  await mine(before, [], { ...many(1000, 'bot_author', 10), ...many(2000, 'not_merged', 90) });
  await report(before);
  const runId = await night('tonight');
  await mine(runId, [], { ...many(3000, 'bot_author', 60), ...many(4000, 'not_merged', 40) });
  const moved = (await report(runId)).needsPerson.filter((line) =>
    line.includes('of what was seen'),
  );
  expect(moved).toEqual([
    expect.stringContaining(
      'bot_author dropped 60 % of what was seen, and 10 % in the nights before',
    ),
    expect.stringContaining(
      'not_merged dropped 40 % of what was seen, and 90 % in the nights before',
    ),
  ]);
});
