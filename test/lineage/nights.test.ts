import { planNight } from '@evoline/activities/mine/plan-night';
import { nightTurn } from '@evoline/activities/mine/night-turn';
import { withoutOptedOut } from '@evoline/activities/mine/without-opted-out';
import { openRun } from '@evoline/activities/ledger/open-run';
import type { MineNightlyInput, NightOutcome } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import { closeNightSource } from '@evoline/db/queries/close-night-source';
import { acquireLease } from '@evoline/db/queries/leases';
import {
  addListedSources,
  lastNights,
  listedSources,
  releaseSources,
  removeListedSources,
} from '@evoline/db/queries/listed-sources';
import { nightEnds } from '@evoline/db/queries/nights';
import { addOptOuts } from '@evoline/db/queries/opt-outs';
import { findRun, insertRun } from '@evoline/db/queries/runs';
import type { OpenedRepository } from '@evoline/domain/mine/find-repositories';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ledgerDeps } from './ledger-deps.ts';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await startTestDatabase();
});
beforeEach(async () => {
  database = await server.blank();
});
afterAll(() => server.stop());

const list = (...sources: string[]): Promise<string[]> =>
  addListedSources(
    database,
    sources.map((source) => ({ source, note: null })),
    'tester',
  );

let nights = 0;
/** Opens and plans a night of that day, and returns its run. */
async function plannedNight(day: string, input: MineNightlyInput = {}): Promise<string> {
  nights += 1;
  const { runId } = await openRun(ledgerDeps(database), {
    workflow: 'mineNightly',
    input,
    workflowId: `night-${nights}`,
    firstRunId: 'first',
    nominalTime: `${day}T03:30:00.000Z`,
  });
  await planNight({ database }, { runId });
  return runId;
}

const mined = { source: 's', seen: 3, kept: 2, added: 1, funnel: { bot_author: 1 } };
const outcome = (source: string, over: Partial<NightOutcome> = {}): NightOutcome => ({
  position: 0,
  source,
  mined: null,
  failure: 'git said no',
  isOwnFailure: true,
  ...over,
});
const close = (runId: string, ended: NightOutcome) => closeNightSource(database, runId, ended);

describe('a night takes its sources', () => {
  test('from the repository list, in the order of their names', async () => {
    await list('github:o/b', 'github:o/a');
    const runId = await plannedNight('2026-11-20');
    const turn = await nightTurn({ database }, { runId, after: -1, most: 1 });
    expect(turn).toEqual({ sources: [{ position: 0, source: 'github:o/a' }], left: 1 });
    const rest = await nightTurn({ database }, { runId, after: 0, most: 10 });
    expect(rest).toEqual({ sources: [{ position: 1, source: 'github:o/b' }], left: 0 });
  });

  test('from its input where that names some, and from DEFAULT_SOURCE where nothing is listed', async () => {
    const plain = await plannedNight('2026-11-20');
    expect((await nightTurn({ database }, { runId: plain, after: -1, most: 9 })).sources).toEqual([
      { position: 0, source: 'demo:' },
    ]);
    await list('github:o/a');
    const told = await plannedNight('2026-11-20', { sources: ['github:o/x'] });
    expect((await nightTurn({ database }, { runId: told, after: -1, most: 9 })).sources).toEqual([
      { position: 0, source: 'github:o/x' },
    ]);
  });

  test('as the list stood when it began: asked again the first plan stays', async () => {
    await list('github:o/a');
    const runId = await plannedNight('2026-11-20');
    await list('github:o/b');
    await removeListedSources(database, ['github:o/a']);
    expect(await planNight({ database }, { runId })).toEqual({ sources: 1, leftOut: [] });
    const turn = await nightTurn({ database }, { runId, after: -1, most: 9 });
    expect(turn.sources).toEqual([{ position: 0, source: 'github:o/a' }]);
  });

  test('without those that opted out, by name or by pattern, in whatever letters', async () => {
    await list('github:Acme/One', 'github:o/a', 'github:o/b');
    const names = ['acme/*', 'O/A'];
    const rows = names.map((subject) => ({ kind: 'repository' as const, subject, note: null }));
    await addOptOuts(database, rows, 'tester');
    const runId = await plannedNight('2026-11-20');
    const plan = await planNight({ database }, { runId });
    expect(plan).toMatchObject({ sources: 1, leftOut: [{ reason: 'it has opted out' }, {}] });
  });

  test('with the archive of the day before each night, also when that is made up for later', async () => {
    await list('gharchive:yesterday');
    const runId = await plannedNight('2025-03-01');
    const turn = await nightTurn({ database }, { runId, after: -1, most: 9 });
    expect(turn.sources).toEqual([{ position: 0, source: 'gharchive:2025-02-28' }]);
    await close(runId, outcome('gharchive:2025-02-28'));
    expect(await listedSources(database)).toMatchObject([
      { source: 'gharchive:yesterday', failures: 1 },
    ]);
  });
});

describe('what opted out', () => {
  const opened = (name: string): OpenedRepository => {
    const repository = { key: `github:${name}`, name, defaultBranch: 'main', gitAddress: name };
    return { repository, headSha: null, askedAt: null };
  };
  beforeEach(async () => {
    const row = { kind: 'repository', subject: 'acme/one', note: null } as const;
    await addOptOuts(database, [row], 'tester');
  });

  test('is not mined where a pattern of the source names it too', async () => {
    const found = [opened('Acme/One'), opened('acme/two')];
    expect(await withoutOptedOut({ database }, found)).toEqual([found[1]]);
    expect(await withoutOptedOut({ database }, [])).toEqual([]);
  });

  test('is refused with a sentence where it is named alone', async () => {
    await expect(withoutOptedOut({ database }, [opened('Acme/One')])).rejects.toMatchObject({
      code: 'nothing_to_work_on',
      message: expect.stringContaining('Acme/One: opted out'),
    });
  });
});

describe('a source that fails', () => {
  beforeEach(() => list('github:o/a'));

  test('three nights in a row is put in quarantine with its last reason, and left out', async () => {
    for (const day of ['18', '19']) {
      const runId = await plannedNight(`2026-11-${day}`);
      expect(await close(runId, outcome('github:o/a'))).toBeNull();
    }
    const third = await plannedNight('2026-11-20');
    const reason = 'it failed 3 nights in a row: gone';
    expect(await close(third, outcome('github:o/a', { failure: 'gone' }))).toBe(reason);
    const fourth = await plannedNight('2026-11-21');
    expect(await planNight({ database }, { runId: fourth })).toMatchObject({
      sources: 0,
      leftOut: [{ source: 'github:o/a', reason: `in quarantine: ${reason}` }],
    });
  });

  test('comes back with a clean slate when it is released', async () => {
    for (const day of ['18', '19', '20'])
      await close(await plannedNight(`2026-11-${day}`), outcome('github:o/a'));
    expect(await releaseSources(database, ['github:o/a', 'github:o/b'])).toEqual(['github:o/a']);
    const runId = await plannedNight('2026-11-21');
    expect(await planNight({ database }, { runId })).toMatchObject({ sources: 1 });
    expect(await close(runId, outcome('github:o/a'))).toBeNull();
    expect(await listedSources(database)).toMatchObject([{ failures: 1 }]);
  });

  test('is forgiven when it is mined once', async () => {
    for (const day of ['18', '19'])
      await close(await plannedNight(`2026-11-${day}`), outcome('github:o/a'));
    const good = await plannedNight('2026-11-20');
    await close(good, outcome('github:o/a', { mined, failure: null }));
    expect(await listedSources(database)).toMatchObject([
      { failures: 0, lastFailure: null, lastMinedAt: new Date('2026-11-20T03:30:00Z') },
    ]);
  });

  test('counts once however often its end is told, and once in a day', async () => {
    const runId = await plannedNight('2026-11-20');
    await close(runId, outcome('github:o/a'));
    await close(runId, outcome('github:o/a'));
    for (const _ of [1, 2]) await close(await plannedNight('2026-11-20'), outcome('github:o/a'));
    expect(await listedSources(database)).toMatchObject([{ failures: 1, quarantinedAt: null }]);
  });

  test('is not blamed for what is not its fault, and stands as left for the next night', async () => {
    const runId = await plannedNight('2026-11-20');
    await close(runId, outcome('github:o/a', { isOwnFailure: false }));
    expect(await listedSources(database)).toMatchObject([{ failures: 0, lastFailure: null }]);
    expect(await nightEnds(database, runId)).toEqual({ mined: 0, failed: 0, postponed: 1 });
    const turn = await nightTurn({ database }, { runId, after: -1, most: 9 });
    expect(turn).toEqual({ sources: [], left: 0 });
    expect((await lastNights(database)).get('github:o/a')).toMatchObject({
      state: 'pending',
      failure: 'git said no',
    });
  });

  test('lets go what its child held when that was ended from outside', async () => {
    const runId = await plannedNight('2026-11-20');
    const config = resolveMineConfig({ source: 'github:o/a' });
    const child = aRun({
      id: 'child',
      parentRunId: runId,
      config: { workflow: 'minePullRequests', config },
    });
    await insertRun(database, child);
    const key = 'mine:github:o/a';
    await acquireLease(database, { key, runId: 'child', seconds: 600 });
    await close(runId, outcome('github:o/a', { failure: 'it took too long' }));
    expect(await findRun(database, 'child')).toMatchObject({
      state: 'failed',
      summary: 'it took too long',
    });
    await insertRun(database, aRun({ id: 'tomorrow' }));
    expect(await acquireLease(database, { key, runId: 'tomorrow', seconds: 9 })).toMatchObject({
      held: true,
    });
  });
});
