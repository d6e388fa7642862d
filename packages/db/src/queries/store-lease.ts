import { sql } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { lease } from '../tables/run.ts';

/** The key under which one process at a time removes from the store. */
export const storeLeaseKey = 'store:gc';

/**
 * Takes the lease of the store. Its holder is a command and no run, so the row names none.
 *
 * @throws EvolineFailure lease_held naming until when
 */
export async function takeStoreLease(database: Database, seconds: number): Promise<number> {
  const { rows } = await database.query((db) =>
    db.execute<{ epoch: string }>(sql`
      insert into ${lease} (key, holder_run, epoch, expires_at)
      values (${storeLeaseKey}, null, 1, now() + make_interval(secs => ${seconds}))
      on conflict (key) do update set epoch = ${lease.epoch} + 1, expires_at = excluded.expires_at
      where ${lease.expiresAt} <= now()
      returning epoch`),
  );
  const [taken] = rows;
  if (taken !== undefined) return Number(taken.epoch);
  const { rows: held } = await database.query((db) =>
    db.execute<{ until: string }>(sql`
      select to_char(expires_at at time zone 'utc', 'HH24:MI:SS') as until from ${lease}
      where ${lease.key} = ${storeLeaseKey}`),
  );
  const until = held[0]?.until ?? 'now';
  throw new EvolineFailure(
    'lease_held',
    `another process sweeps the store; its lease ends at ${until} UTC unless it goes on`,
  );
}

/** @throws EvolineFailure lease_lost when another process sweeps by now */
export async function renewStoreLease(
  database: Database,
  epoch: number,
  seconds: number,
): Promise<void> {
  const { rowCount } = await database.query((db) =>
    db.execute(sql`
      update ${lease} set expires_at = now() + make_interval(secs => ${seconds})
      where key = ${storeLeaseKey} and epoch = ${epoch}`),
  );
  if (rowCount === 1) return;
  throw new EvolineFailure('lease_lost', 'another process has begun to sweep the store');
}

/** Frees the lease for the next sweep. */
export async function releaseStoreLease(database: Database, epoch: number): Promise<void> {
  await database.query((db) =>
    db.execute(sql`
      update ${lease} set expires_at = now() where key = ${storeLeaseKey} and epoch = ${epoch}`),
  );
}
