import { migrateDatabase } from '@evoline/db/migrate-database';
import { openDatabase } from '@evoline/db/open-database';
import { findDataset } from '@evoline/db/queries/datasets';
import { insertRun, runById } from '@evoline/db/queries/runs';
import { run } from '@evoline/db/tables/run';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ledger: TestDatabase;
beforeAll(async () => {
  ledger = await startTestDatabase();
});
afterAll(() => ledger.stop());

test('a restart of PostgreSQL loses nothing, and the pool comes back by itself', async () => {
  await insertRun(ledger.database, aRun({ id: 'before' }));
  const cut = ledger.sql('select pg_sleep(30)').catch((error: unknown) => error);
  await ledger.restart();
  expect(await cut).toBeInstanceOf(Error);
  // The pool may hand out one connection that it does not yet know to be gone.
  const back = await runById(ledger.database, 'before').catch(() =>
    runById(ledger.database, 'before'),
  );
  expect(back.name).toBe('before');
});

test('no answer is database_unreachable and may be tried again', async () => {
  const url = 'postgres://evoline@127.0.0.1:1/evoline';
  await expect(openDatabase(url)).rejects.toMatchObject({ code: 'database_unreachable' });
  const database = await openDatabase(url, { migrate: false });
  await expect(findDataset(database, 'latest')).rejects.toMatchObject({
    code: 'database_unreachable',
  });
  await database.close();
});

test('a missing parent row is a conflict that names the constraint', async () => {
  const orphan = aRun({ id: 'orphan', parentRunId: 'nobody' });
  await expect(insertRun(ledger.database, orphan)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('run_parent_run_id_run_id_fk'),
  });
});

test('an error message holds neither the statement nor its parameters', async () => {
  const unstorable = aRun({ id: 'no text \u0000' });
  const failure = await insertRun(ledger.database, unstorable).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'internal' });
  expect(String(failure)).not.toContain('insert into');
});

test('several processes may migrate at once', async () => {
  await ledger.sql('create database fresh');
  const url = ledger.url.replace('/evoline?', '/fresh?');
  await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(url)));
  const database = await openDatabase(url, { migrate: false });
  expect(await findDataset(database, 'latest')).toBeNull();
  await database.close();
});

test('a transaction that a restart cuts off fails as unreachable and ends no process', async () => {
  const cut = ledger.database
    .transaction(async (db) => {
      await db.select().from(run);
      await ledger.restart();
      return await db.select().from(run);
    })
    .catch((error: unknown) => error);
  expect(await cut).toMatchObject({ code: 'database_unreachable' });
});
