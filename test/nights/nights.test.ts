import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { NightReport } from '@evoline/contract/night';
import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import { listedSources, releaseSources } from '@evoline/db/queries/listed-sources';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { nightSourceOf, startNightWorld } from '@evoline/testing/nights/start-night-world';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MinedNight, type NightLane, openNightLane } from './night-lane.ts';
import { startTemporalServer, type TemporalServer } from './temporal-server.ts';
import {
  blocked,
  deleted,
  finishWorld,
  madePrivate,
  lastingRepositories,
  moveWorld,
  nameOf,
  newName,
} from './world-moves.ts';

const size = { repositories: 50, nights: 5, tasks: 4, seed: 1 };
/** The made-up repositories have no licence file. */
const input = { atOnce: 8, filters: { unknownLicence: 'keep' as const } };

let home = '';
let server: TemporalServer;
const ledgers: TestDatabase[] = [];
/** Five nights in a row. */
let five: NightLane;
/** One night over all that there is in the end, whose worker is killed. */
let one: NightLane;
let bigNight: Promise<DatasetVersionSummary>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'evoline-nights-'));
  server = await startTemporalServer(['five', 'one']);
  five = await openLane('five');
  one = await openLane('one');
  finishWorld(one.world);
  bigNight = mineKilled(one);
  bigNight.catch(() => {}); // told by the test that waits for it
  await five.startWorker();
});
afterAll(async () => {
  for (const lane of [five, one]) {
    await lane?.close();
    await lane?.world.close();
  }
  for (const ledger of ledgers) await ledger.stop();
  await server?.close();
  await rm(home, { recursive: true, force: true });
});

async function openLane(namespace: string): Promise<NightLane> {
  const own = join(home, namespace);
  await mkdir(own);
  const ledger = await startTestDatabase();
  ledgers.push(ledger);
  const world = await startNightWorld({ home: join(own, 'double'), ...size });
  const places = { temporalAddress: server.address, databaseUrl: ledger.url, home: own };
  return await openNightLane({ world, namespace, input, ...places });
}

/** A worker that is killed with SIGKILL in the middle of a night, and another that goes on. */
async function mineKilled(lane: NightLane): Promise<DatasetVersionSummary> {
  await lane.startWorker();
  const workflowId = await lane.beginNight(size.nights - 1);
  const after = randomInt(20, 120);
  while (lane.world.double.state.requests.length < after) await pause(20);
  await lane.killWorker();
  await lane.startWorker();
  const result: unknown = await lane.steering.client.workflow.getHandle(workflowId).result();
  expect(result, `killed after ${after} requests`).toMatchObject({ state: 'done' });
  return await frozen(lane, 'freeze');
}

async function frozen(lane: NightLane, workflowId: string): Promise<DatasetVersionSummary> {
  const repositories = lastingRepositories(lane.world);
  const result = await lane.finished('freezeDataset', workflowId, { repositories });
  if (result.state !== 'done') throw new Error(`the freeze was ${result.state}`);
  return result.dataset;
}

function reportOf({ result }: MinedNight): NightReport {
  if (result.state !== 'done' || result.report === null) throw new Error('no report');
  return result.report;
}

const mined: MinedNight[] = [];

async function nextNight(): Promise<NightReport> {
  const night = mined.length;
  moveWorld(five.world, night);
  mined.push(await five.mineNight(night));
  const [done] = mined.slice(-1);
  if (done === undefined) throw new Error('no night');
  return reportOf(done);
}

const listed = async (index: number) =>
  (await listedSources(five.database)).find(({ source }) => source === nightSourceOf(index));

describe('five nights in a row', () => {
  it('mine all repositories of the list in the first', async () => {
    const report = await nextNight();
    expect(report.sources).toEqual({ mined: 50, failed: 0, postponed: 0, leftOut: 0 });
    expect(report.added).toBeGreaterThan(50);
    expect(report.nominalTime).toBe('2024-01-09T03:30:00.000Z');
  });

  it('go on while repositories are renamed, deleted, made private or blocked, and count each failure', async () => {
    const second = await nextNight();
    expect(second.sources).toMatchObject({ mined: 49, failed: 1 });
    const third = await nextNight();
    expect(third.sources).toMatchObject({ mined: 48, failed: 2 });
    const fourth = await nextNight();
    expect(fourth.sources).toMatchObject({ mined: 47, failed: 3 });
    for (const { added } of [second, third, fourth]) expect(added).toBeGreaterThan(0);
  });

  it('put a repository into quarantine that failed three times, and name the command that releases it', async () => {
    const source = nightSourceOf(blocked);
    expect(await listed(blocked)).toMatchObject({
      failures: 3,
      quarantineReason: expect.any(String),
    });
    const { needsPerson } = reportOf(mined[3] as MinedNight);
    const told = needsPerson.find((sentence) =>
      sentence.startsWith(`${source} was put in quarantine`),
    );
    expect(told).toContain(`npx evoline repos release ${source}`);
    await releaseSources(five.database, [source]);
    const fifth = await nextNight();
    expect(fifth.sources).toMatchObject({ mined: 48, failed: 2, leftOut: 0 });
    expect(await listed(blocked)).toMatchObject({ failures: 0, quarantinedAt: null });
    expect(await listed(deleted)).toMatchObject({
      failures: 3,
      quarantineReason: expect.any(String),
    });
    expect(await listed(madePrivate)).toMatchObject({ failures: 2, quarantinedAt: null });
  });

  it('give the version that one night over all of it gives', async () => {
    const version = await frozen(five, 'freeze');
    const big = await bigNight;
    expect(version.items).toBeGreaterThan(100);
    expect({ digest: version.digest, items: version.items }).toEqual({
      digest: big.digest,
      items: big.items,
    });
  });

  it('keep what was mined of a repository before its rename, once, under the name of that night', async () => {
    await bigNight;
    const items = `select number, title, merge_base, head, landed, files from pull_request_item i
      join source_repository r on r.key = i.repository_key where r.name = $1 order by number`;
    const kept = await five.sql(items, [newName]);
    expect(kept.length).toBeGreaterThan(2);
    expect(kept).toEqual(await one.sql(items, [newName]));
  });

  it('add no item twice, and lose none, when a worker is killed in the middle of a night', async () => {
    await bigNight;
    const twice =
      'select repository_key, number from mined_pull_request group by run_id, 1, 2 having count(*) > 1';
    expect(await one.sql(twice)).toEqual([]);
    const added = 'select sum(added)::int added from night_source';
    const items = 'select count(*)::int added from pull_request_item';
    expect(await one.sql(added)).toEqual(await one.sql(items));
  });

  it('cost nothing for repositories in which nothing happens', () => {
    const quiet = nameOf(4);
    for (const [night, { asked }] of mined.entries()) {
      const changed = five.world.changedBefore(night).length;
      // Two of REST and a point of GraphQL; a list is read once more in the night after a change.
      expect(asked.spent).toBeLessThanOrEqual(3 * changed + 30);
    }
    const asks = five.world.double.state.requests.filter(({ path }) => path.includes(quiet));
    expect(asks.map(({ cost }) => cost?.spent ?? 0).filter((spent) => spent > 0)).toEqual([]);
  });
});

describe('a night that is mined again', () => {
  it('adds nothing, and the version stays the same', async () => {
    const again = await five.mineNight(4);
    expect(reportOf(again)).toMatchObject({ added: 0, seen: 0 });
    const version = await frozen(five, 'freeze again');
    expect(version).toMatchObject({ digest: (await bigNight).digest, created: false });
  });
});

describe('a source that never answers', () => {
  it('is given up at its deadline, so that the next night can come', async () => {
    const slow = nightSourceOf(4);
    const path = `^/repos/${nameOf(4)}`;
    five.world.double.state.faults.plan({ path, times: null, answer: { kind: 'hang' } });
    const result = await five.finished('mineNightly', 'slow', {
      ...input,
      sources: [slow, nightSourceOf(2)],
      sourceHours: 4 / 3600,
    });
    five.world.double.state.faults.clear();
    expect(result).toMatchObject({
      failed: [{ source: slow, failure: expect.stringContaining('sourceHours') }],
    });
    expect(
      await five.sql("select key from lease where holder_run is not null and key like 'mine:%'"),
    ).toEqual([]);
  });
});
