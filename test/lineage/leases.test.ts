import { acquireLease, releaseLease, renewLease } from '@evoline/db/queries/leases';
import { insertRun } from '@evoline/db/queries/runs';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
  for (const id of ['first', 'second'])
    await insertRun(ledger.database, aRun({ id, name: `${id} run` }));
});
afterAll(() => ledger.stop());

const ask = (key: string, runId: string, seconds = 600) =>
  acquireLease(ledger.database, { key, runId, seconds });
const expire = (key: string) =>
  ledger.sql("update lease set expires_at = now() - interval '1 second' where key = $1", [key]);

test('a second run is told who holds the lease and until when', async () => {
  await ask('run:a', 'first');
  const answer = await ask('run:a', 'second');
  expect(answer).toMatchObject({ held: false, holder: 'first run' });
  expect(answer.held || Date.parse(answer.expiresAt)).toBeGreaterThan(Date.now() + 500_000);
});

test('the holder that asks again keeps its epoch, also after an expiry that nobody used', async () => {
  expect(await ask('run:b', 'first')).toEqual({ held: true, epoch: 1 });
  expect(await ask('run:b', 'first')).toEqual({ held: true, epoch: 1 });
  await expire('run:b');
  expect(await ask('run:b', 'first')).toEqual({ held: true, epoch: 1 });
});

test('an expired lease goes to the next run with a new epoch, and its former holder has lost it', async () => {
  const first = { key: 'run:c', runId: 'first', seconds: 600, epoch: 1 };
  await ask('run:c', 'first');
  await expire('run:c');
  expect(await ask('run:c', 'second')).toEqual({ held: true, epoch: 2 });
  await expect(renewLease(ledger.database, first)).rejects.toMatchObject({ code: 'lease_lost' });
  await releaseLease(ledger.database, first);
  expect(await ask('run:c', 'first')).toMatchObject({ held: false, holder: 'second run' });
});

test('a released lease goes to whoever asks next, with a new epoch', async () => {
  await ask('run:d', 'first');
  await releaseLease(ledger.database, { key: 'run:d', runId: 'first', epoch: 1 });
  expect(await ask('run:d', 'first')).toEqual({ held: true, epoch: 2 });
  await releaseLease(ledger.database, { key: 'run:d', runId: 'first', epoch: 2 });
  expect(await ask('run:d', 'second')).toEqual({ held: true, epoch: 3 });
});

test('of many runs that ask at once exactly one gets the lease', async () => {
  const runs = Array.from({ length: 12 }, (_, at) => `rival-${at}`);
  for (const id of runs) await insertRun(ledger.database, aRun({ id }));
  const answers = await Promise.all(runs.map((run) => ask('run:e', run)));
  expect(answers.filter((answer) => answer.held)).toHaveLength(1);
});
