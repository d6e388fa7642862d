import { sql } from 'drizzle-orm';
import { mediaTypes } from '@evoline/contract/artifact';
import type { Database } from '../open-database.ts';

/** A blob that a row needs; the files of a directory are named in its manifest. */
export interface StoreRoot {
  readonly sha256: string;
  readonly isDirectory: boolean;
}

const rowsPerFetch = 10_000;

/**
 * Tells of every blob that the rows need, some of them several times, as one moment saw them: manifests,
 * items, groups, batches, checkpoints, outcomes, and what configurations name. Not needed: items that a newer
 * edition has replaced and that no version and no run holds; revoked items, and the groups that show them.
 */
export async function eachStoreRoot(
  database: Database,
  tell: (roots: readonly StoreRoot[]) => void,
): Promise<void> {
  await database.transaction(async (db) => {
    await db.execute(sql`set transaction isolation level repeatable read, read only`);
    // All rows are read: a cursor would be planned for the first tenth of them, and sorted on the disk.
    await db.execute(sql`set local cursor_tuple_fraction = 1`);
    await db.execute(sql`set local work_mem = '256MB'`);
    await db.execute(sql`declare needed no scroll cursor for ${neededBlobs}`);
    for (;;) {
      const fetched = await db.execute<Record<string, unknown> & StoreRoot>(
        sql`fetch ${sql.raw(String(rowsPerFetch))} from needed`,
      );
      if (fetched.rows.length === 0) return;
      tell(fetched.rows);
    }
  });
}

/** Items of versions, of runs and of evaluations, and those that the next version would look at. */
const neededItems = sql`
  newest as materialized (
    select item_digest from (
      select item_digest, rank() over (partition by repository_key, number order by mined_at desc) as age
      from mined_pull_request) judged
    where age = 1 and item_digest is not null),
  used as (
    select item_digest from newest
    union select item_digest from dataset_change where split is not null
    union select item_digest from run_item
    union select item_digest from evaluation_item
    union select item_digest from rollout_group)`;

// `in` is answered from one hash, however few rows the planner expects.
const isRevoked = sql`shown.item_digest in (select item_digest from revocation)`;

const neededBlobs = sql`
  with ${neededItems},
  needed(sha256) as (
    select content_sha256 from used shown join pull_request_item on digest = item_digest where not ${isRevoked}
    union all select blob_sha256 from rollout_group shown where blob_sha256 is not null and not ${isRevoked}
    union all select manifest_sha256 from dataset_version
    union all select sha256 from batch
    union all select batch_sha256 from step where batch_sha256 is not null
    union all select checkpoint_sha256 from policy_version
    union all select recovery_sha256 from policy_version where recovery_sha256 is not null
    union all select batch_sha256 from policy_version where batch_sha256 is not null
    union all select outcomes_sha256 from evaluation
    union all select named #>> '{}' from run, jsonb_path_query(config, '$.**.sha256') named)
  select needed.sha256, coalesce(artifact.media_type = ${mediaTypes.directory}, false) as "isDirectory"
  from needed left join artifact using (sha256)`;

/**
 * From when on blobs may be needed that no row knows yet: those of the oldest mining that still runs. Mining
 * that has said nothing of its end for 30 days is taken for dead. A minute earlier, because the clocks of
 * databases and of file systems differ. null: none runs.
 */
export async function oldestMiningStart(database: Database): Promise<Date | null> {
  const { rows } = await database.query((db) =>
    db.execute<{ epoch: string | null }>(sql`
      select extract(epoch from min(started_at) - interval '1 minute') as epoch from run
      where state = 'running' and workflow = 'minePullRequests' and started_at > now() - interval '30 days'`),
  );
  const epoch = rows[0]?.epoch ?? null;
  return epoch === null ? null : new Date(Math.floor(Number(epoch) * 1000));
}

/** Blobs that show revoked items: their records, and the groups with their prompts. */
export async function revokedBlobs(database: Database): Promise<string[]> {
  const { rows } = await database.query((db) =>
    db.execute<{ sha256: string }>(sql`
      select content_sha256 as sha256 from revocation join pull_request_item on digest = item_digest
      union select blob_sha256 from revocation join rollout_group using (item_digest) where blob_sha256 is not null`),
  );
  return rows.map((row) => row.sha256);
}

/** Batches and demonstrations that hold tokens of revoked items beside those of others; they are kept. */
export async function countBatchesOfRevoked(database: Database): Promise<number> {
  const { rows } = await database.query((db) =>
    db.execute<{ batches: number }>(sql`
      select count(distinct batch_sha256)::int as batches
      from revocation join step_item using (item_digest) join step using (run_id, step)`),
  );
  return rows[0]?.batches ?? 0;
}
