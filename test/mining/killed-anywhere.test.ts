import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { insertRun } from '@evoline/db/queries/runs';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Journal, JournaledRun } from './journaled-run.ts';
import { Killed, type KillPoint, Plug } from './plug.ts';

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;
const runId = 'killed';
const source = 'demo:held-out-01';
const never: KillPoint = { at: 'activity', after: Infinity };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-killed-'));
  const sizes = { warmStart: 4, train: 4, heldOut: 8 };
  [ledger, double] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes } }),
  ]);
});
afterAll(async () => {
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What outlives every process of a run. */
interface Durable {
  readonly database: Database;
  readonly home: string;
  readonly journal: Journal;
}

let made = 0;
async function anew(): Promise<Durable> {
  const database = await ledger.blank();
  const config = { ...resolveMineConfig({ source }), hydrateWidth: 4 };
  await insertRun(database, aRun({ id: runId, config: { workflow: 'minePullRequests', config } }));
  return { database, home: join(folder, `${(made += 1)}`), journal: new Map() };
}

/** A process: nothing of an earlier one's memory, and all that it wrote. */
async function aProcess({ database, home, journal }: Durable, point: KillPoint): Promise<void> {
  const plug = new Plug(point, double);
  const deps = await openMineDeps({
    database,
    store: plug.store(openArtifactStore(join(home, 'store'), { cache: join(home, 'host') })),
    cacheFolder: join(home, 'cache'),
    environment: process.env,
    githubApiUrl: double.url,
    githubTokens: [],
    demoWorldUrl: double.url,
  });
  await new JournaledRun(deps, plug, journal).work(runId);
}

/** Verdicts with the digests of items; every item must be in the store. */
async function outcome({ database, home }: Durable) {
  const store = openArtifactStore(join(home, 'store'), { cache: join(home, 'host') });
  const rows = await minedPullRequestsOf(database, runId);
  const items = rows.flatMap(({ itemDigest }) => itemDigest ?? []);
  const there = await Promise.all(items.map((digest) => store.has(digest)));
  expect(there.every((isThere) => isThere)).toBe(true);
  return rows;
}

const killPoint: fc.Arbitrary<KillPoint> = fc.oneof(
  fc.record({ at: fc.constant('request' as const), after: fc.nat(16) }),
  fc.record({ at: fc.constant('write' as const), after: fc.nat(14) }),
  fc.record({ at: fc.constant('activity' as const), after: fc.nat(9) }),
);

it('gives the same items wherever its process is killed, one or several times', async () => {
  const undisturbed = await anew();
  await aProcess(undisturbed, never);
  const expected = await outcome(undisturbed);
  expect(expected.filter(({ itemDigest }) => itemDigest !== null).length).toBeGreaterThan(3);
  const kills = fc.array(killPoint, { minLength: 1, maxLength: 3 });
  let killed = 0;
  await fc.assert(
    fc.asyncProperty(kills, fc.boolean(), async (points, forgets) => {
      const run = await anew();
      for (const point of points) {
        const end = await aProcess(run, point).then(
          () => 'done',
          (error: unknown) => error,
        );
        if (end === 'done') break;
        killed += 1;
        expect(end).toSatisfy(isKill);
        // as after a workflow was started again, without its history
        if (forgets) run.journal.clear();
      }
      await aProcess(run, never);
      expect(await outcome(run)).toEqual(expected);
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(killed).toBeGreaterThan(2);
}, 120_000);

/** The plug itself, or how a client tells that nobody lets it in any more. */
function isKill(error: unknown): boolean {
  return error instanceof Killed || error instanceof EvolineFailure;
}
