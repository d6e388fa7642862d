import { type SQL, sql } from 'drizzle-orm';
import type { Connection } from '../open-database.ts';
import { datasetChange, datasetVersion } from '../tables/dataset.ts';

/** `chain`: a version (depth 0), then what each was made from, as a recursive part of a statement's `with`. */
export function versionChain(version: string, by: 'delta_of' | 'parent'): SQL {
  const link = sql.identifier(by);
  return sql`
    chain(digest, link, depth) as (
      select digest, ${link}, 0 from ${datasetVersion} where digest = ${version}
      union all
      select earlier.digest, earlier.${link}, depth + 1
      from chain join ${datasetVersion} earlier on earlier.digest = chain.link)`;
}

/** The versions whose rows make up a version, its own first, the one that is stored whole last. */
export async function deltaChain(db: Connection, version: string): Promise<string[]> {
  return await digestsOf(db, versionChain(version, 'delta_of'));
}

/** The versions from a version up its parents, its own first. */
export async function parentChain(db: Connection, version: string): Promise<string[]> {
  return await digestsOf(db, versionChain(version, 'parent'));
}

async function digestsOf(db: Connection, chain: SQL): Promise<string[]> {
  const { rows } = await db.execute<{ digest: string }>(
    sql`with recursive ${chain} select digest from chain order by depth`,
  );
  return rows.map(({ digest }) => digest);
}

/** Two ways that meet: what each has of its own, and what they have in common; empty: they never meet. */
export interface Ways {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly common: readonly string[];
}

/** @param before digests from a version back, as `after` */
export function diverge(before: readonly string[], after: readonly string[]): Ways {
  const places = new Map(before.map((digest, place) => [digest, place]));
  const meeting = after.findIndex((digest) => places.has(digest));
  if (meeting < 0) return { before, after, common: [] };
  const common = after.slice(meeting);
  return {
    common,
    after: after.slice(0, meeting),
    before: before.slice(0, places.get(common[0] ?? '') ?? 0),
  };
}

/**
 * The row of every item that counts among the rows of some versions, that of an earlier one in the list before that
 * of a later one: item_digest, repository, number, split.
 */
export function nearestRows(chain: readonly string[]): SQL {
  const versions = sql`${sql.param([...chain])}::text[]`;
  return sql`
    select distinct on (item_digest) item_digest, repository, number, split
    from ${datasetChange} where version = any(${versions})
    order by item_digest, array_position(${versions}, version)`;
}

/** The same down to a version that is stored whole, whose rows are not sorted. @param chain see `deltaChain` */
export function foldedRows(chain: readonly string[]): SQL {
  const whole = chain.at(-1) ?? '';
  return sql`
    with delta as materialized (${nearestRows(chain.slice(0, -1))})
    select * from delta
    union all
    select item_digest, repository, number, split from ${datasetChange} whole
    where version = ${whole} and not exists (select from delta where delta.item_digest = whole.item_digest)`;
}
