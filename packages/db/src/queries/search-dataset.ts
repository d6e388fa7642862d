import { type SQL, sql } from 'drizzle-orm';
import type { Split } from '@evoline/contract/dataset';
import type { AuthorKind } from '@evoline/contract/mining-filters';
import type { Database } from '../open-database.ts';
import { scanInMemory } from '../scan-in-memory.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { canonicalOrder, placedIn } from './dataset-items.ts';

/** Which items of a version are asked for; all that are given have to hold. */
export interface ItemSearch {
  readonly split?: Split | undefined;
  /** owner/name, `*` for any characters; case does not count. */
  readonly repository?: string | undefined;
  /** Case does not count; `unknown` where a row tells none. */
  readonly language?: string | undefined;
  readonly licence?: string | undefined;
  readonly authorKind?: AuthorKind | 'unknown' | undefined;
  /** Merged at this instant or later. */
  readonly mergedFrom?: Date | undefined;
  /** Merged before this instant. */
  readonly mergedBefore?: Date | undefined;
  /** Words of the title; case does not count. */
  readonly title?: string | undefined;
}

export interface FoundItem {
  readonly digest: string;
  readonly repository: string;
  readonly number: number;
  readonly split: Split;
  readonly title: string;
  readonly url: string | null;
  readonly language: string | null;
  readonly licence: string | null;
  readonly authorKind: AuthorKind | null;
  /** ISO 8601, UTC. */
  readonly mergedAt: string | null;
  /** Changed files. */
  readonly files: number;
}

/** Items of a version in canonical order. */
export async function searchDataset(
  database: Database,
  version: string,
  search: ItemSearch,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<FoundItem[]> {
  const { rows } = await scanInMemory(database, (db) =>
    db.execute<Record<string, unknown> & FoundItem>(sql`
      with recursive ${placedIn(version, search.split)}
      select placed.item_digest as digest, placed.repository, placed.number, placed.split, item.title, item.url,
             item.language, item.licence, item.author_kind as "authorKind",
             to_char(item.merged_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "mergedAt",
             jsonb_array_length(item.files) as files
      from placed join ${pullRequestItem} item on item.digest = placed.item_digest
      where ${matches(search)} order by ${canonicalOrder} limit ${limit} offset ${offset}`),
  );
  return rows;
}

/** How many items of a version match. */
export async function countMatches(
  database: Database,
  version: string,
  search: ItemSearch,
): Promise<number> {
  const { rows } = await scanInMemory(database, (db) =>
    db.execute<{ items: number }>(sql`
      with recursive ${placedIn(version, search.split)}
      select count(*)::int as items
      from placed join ${pullRequestItem} item on item.digest = placed.item_digest
      where ${matches(search)}`),
  );
  return rows[0]?.items ?? 0;
}

function matches(search: ItemSearch): SQL {
  const { repository, mergedFrom, mergedBefore, title } = search;
  const told = (column: string, value: string | undefined) =>
    value === undefined
      ? null
      : sql`lower(coalesce(${sql.raw(column)}, 'unknown')) = lower(${value})`;
  const conditions = [
    repository === undefined ? null : sql`placed.repository ilike ${likePattern(repository)}`,
    told('item.language', search.language),
    told('item.licence', search.licence),
    told('item.author_kind', search.authorKind),
    mergedFrom === undefined ? null : sql`item.merged_at >= ${mergedFrom.toISOString()}`,
    mergedBefore === undefined ? null : sql`item.merged_at < ${mergedBefore.toISOString()}`,
    title === undefined ? null : sql`item.title ilike ${`%${literal(title)}%`}`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function likePattern(pattern: string): string {
  return literal(pattern).replace(/\*+/g, '%');
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
