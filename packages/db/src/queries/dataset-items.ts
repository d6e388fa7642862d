import { type SQL, sql } from 'drizzle-orm';
import type { PlacedItem, Split } from '@evoline/contract/dataset';
import type { Database } from '../open-database.ts';
import { datasetChange, datasetVersion } from '../tables/dataset.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { versionChain } from './delta-chain.ts';

export interface DatasetItemRow extends PlacedItem {
  readonly url: string | null;
  readonly title: string;
}

/** The items of a version in canonical order, of all splits or of one. */
export async function datasetItems(
  database: Database,
  version: string,
  { split }: { readonly split?: Split } = {},
): Promise<DatasetItemRow[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & DatasetItemRow>(sql`
      with recursive ${placedIn(version, split)}
      select placed.item_digest as digest, placed.repository, placed.number, placed.split, item.url, item.title
      from placed join ${pullRequestItem} item on item.digest = placed.item_digest
      order by ${canonicalOrder}`),
  );
  return rows;
}

/** The items of a version in their places, in canonical order. */
export async function placedItems(database: Database, version: string): Promise<PlacedItem[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & PlacedItem>(sql`
      with recursive ${placedIn(version, undefined)}
      select item_digest as digest, repository, number, split from placed order by ${canonicalOrder}`),
  );
  return rows;
}

/** An item of a version with what freezing it anew looks at. */
export interface FrozenItem extends PlacedItem {
  readonly repositoryKey: string;
  /** The mining run that made it. */
  readonly runId: string;
  /** ISO 8601. */
  readonly mergedAt: string | null;
  readonly head: string;
  readonly landed: string;
  readonly authorKey: string | null;
  readonly licence: string | null;
  readonly language: string | null;
}

/** The items of a version with what freezing them anew looks at, in canonical order. */
export async function frozenItems(database: Database, version: string): Promise<FrozenItem[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & FrozenItem>(sql`
      with recursive ${placedIn(version, undefined)}
      select placed.item_digest as digest, placed.repository, placed.number, placed.split,
             item.repository_key as "repositoryKey", item.first_run_id as "runId", item.head, item.landed,
             to_char(item.merged_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "mergedAt",
             item.author_key as "authorKey", item.licence, item.language
      from placed join ${pullRequestItem} item on item.digest = placed.item_digest
      order by ${canonicalOrder}`),
  );
  return rows;
}

/** Rows that a version's deltas add up to, back to the version that is stored whole; 0 for that one. */
export async function deltaRowsOf(database: Database, version: string): Promise<number> {
  const { rows } = await database.query((db) =>
    db.execute<{ rows: number }>(sql`
      with recursive ${versionChain(version, 'delta_of')}
      select count(*)::int as rows from chain join ${datasetChange} change on change.version = chain.digest
      where chain.link is not null`),
  );
  return rows[0]?.rows ?? 0;
}

/** The digests of a split in canonical order, at most `limit`. */
export async function splitDigests(
  database: Database,
  version: string,
  split: Split,
  limit?: number,
): Promise<readonly string[]> {
  if (limit !== undefined) return await readDigests(database, version, split, limit);
  const own = remembered.get(database) ?? new Map<string, readonly string[]>();
  remembered.set(database, own);
  const key = `${version} ${split}`;
  const digests = own.get(key) ?? (await readDigests(database, version, split, null));
  own.delete(key);
  // What has no items may have been asked for too early.
  if (digests.length > 0) own.set(key, digests);
  const [oldest] = own.keys();
  if (own.size > splitsRemembered && oldest !== undefined) own.delete(oldest);
  return digests;
}

/** Versions never change, and every step of a training run asks for all of its split. */
const remembered = new WeakMap<Database, Map<string, readonly string[]>>();
const splitsRemembered = 4;

async function readDigests(
  database: Database,
  version: string,
  split: Split,
  limit: number | null,
): Promise<string[]> {
  const { rows } = await database.query((db) =>
    db.execute<{ digest: string }>(sql`
      with recursive ${placedIn(version, split)}
      select item_digest as digest from placed order by ${canonicalOrder} limit ${limit}`),
  );
  return rows.map((row) => row.digest);
}

/** Every version that holds one of these items, oldest first. */
export async function datasetsHolding(
  database: Database,
  itemDigests: readonly string[],
): Promise<{ readonly version: string; readonly split: Split; readonly itemDigest: string }[]> {
  const { rows } = await database.query((db) =>
    db.execute<{ version: string; split: Split; itemDigest: string }>(sql`
      with recursive held as (
        select version, item_digest, split from ${datasetChange}
        where item_digest = any(${sql.param([...itemDigests])}::text[])
        union all
        select later.digest, held.item_digest, held.split
        from held join ${datasetVersion} later on later.delta_of = held.version
        where not exists (select from ${datasetChange} own
          where own.version = later.digest and own.item_digest = held.item_digest))
      select held.version, held.split, held.item_digest as "itemDigest"
      from held join ${datasetVersion} known on known.digest = held.version
      where held.split is not null order by known.created_at, held.version, held.item_digest`),
  );
  return rows;
}

export const canonicalOrder = sql.raw(
  'placed.repository collate "C", placed.number, placed.item_digest collate "C"',
);

/**
 * `placed`: the items of a version, which are the rows of its deltas over those of the version that is stored
 * whole. Only the rows of deltas are sorted.
 */
export function placedIn(version: string, split?: Split): SQL {
  const wanted = split === undefined ? sql`split is not null` : sql`split = ${split}`;
  return sql`
    ${versionChain(version, 'delta_of')},
    delta as materialized (
      select distinct on (change.item_digest) change.item_digest, change.repository, change.number, change.split
      from chain join ${datasetChange} change on change.version = chain.digest
      where chain.link is not null
      order by change.item_digest, chain.depth),
    placed as (
      select * from delta where ${wanted}
      union all
      select change.item_digest, change.repository, change.number, change.split
      from ${datasetChange} change
      where change.version = (select digest from chain where link is null) and ${wanted}
        and not exists (select from delta where delta.item_digest = change.item_digest))`;
}
