import { sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { Split } from '@evoline/contract/dataset';
import type { Database } from '../open-database.ts';
import { scanInMemory } from '../scan-in-memory.ts';
import { artifact } from '../tables/artifact.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { placedIn } from './dataset-items.ts';

/** Items of a version by what their rows tell; `unknown` where a row tells nothing. */
export interface CountedDataset {
  readonly languages: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, number>>;
  /** Of the merge, UTC, `2026-03`. */
  readonly months: Readonly<Record<string, number>>;
  readonly authors: Readonly<Record<string, number>>;
  /** By number of changed files. */
  readonly files: ReadonlyMap<number, number>;
  /** By name, most items first. */
  readonly repositories: readonly CountedRepository[];
}

export interface CountedRepository {
  readonly repository: string;
  readonly items: number;
  readonly splits: Readonly<Record<Split, number>>;
}

const dimensions = ['languages', 'licences', 'months', 'authors', 'files', 'repository'] as const;
type Dimension = (typeof dimensions)[number];

/** Counts the items of a version by every dimension in one pass. */
export async function countDataset(database: Database, version: string): Promise<CountedDataset> {
  const { rows } = await scanInMemory(database, (db) =>
    db.execute<CountedRow>(sql`
      with recursive ${placedIn(version)},
      told as (
        select placed.repository, placed.split, item.language as languages, item.licence as licences,
               to_char(item.merged_at at time zone 'utc', 'YYYY-MM') as months,
               item.author_kind as authors, jsonb_array_length(item.files) as files
        from placed join ${pullRequestItem} item on item.digest = placed.item_digest)
      select ${sql.join(dimensions.map(givenOnly), sql`, `)}, split, count(*)::int as items
      from told
      group by grouping sets ((languages), (licences), (months), (authors), (files), (repository, split))`),
  );
  const of = (name: Dimension) => rows.filter((row) => row[name] !== null);
  const counts = (name: Dimension) =>
    Object.fromEntries(of(name).map((row) => [row[name] ?? '', row.items]));
  return {
    languages: counts('languages'),
    licences: counts('licences'),
    months: counts('months'),
    authors: counts('authors'),
    files: new Map(of('files').map((row) => [Number(row.files), row.items])),
    repositories: repositoriesOf(of('repository')),
  };
}

type CountedRow = Record<string, unknown> &
  Readonly<Record<Dimension, string | null>> & { readonly split: Split; readonly items: number };

/** null in the rows of the other dimensions. */
function givenOnly(name: Dimension) {
  const column = sql.raw(name);
  return sql`case when grouping(${column}) = 0 then coalesce(${column}::text, 'unknown') end as ${column}`;
}

function repositoriesOf(rows: readonly CountedRow[]): CountedRepository[] {
  return [...Map.groupBy(rows, (row) => row.repository ?? '')]
    .map(([repository, own]) => {
      const splits = { 'warm-start': 0, train: 0, 'held-out': 0 };
      for (const { split, items } of own) splits[split] += items;
      return { repository, splits, items: own.reduce((sum, { items }) => sum + items, 0) };
    })
    .toSorted((a, b) => b.items - a.items || (a.repository < b.repository ? -1 : 1));
}

/** Where the records of at most `size` items lie, drawn by digest: the same items every time. */
export async function sampleDataset(
  database: Database,
  version: string,
  size: number,
): Promise<ArtifactRef[]> {
  const { rows } = await scanInMemory(database, (db) =>
    db.execute<Record<string, unknown> & { sha256: string; bytes: string; mediaType: string }>(sql`
      with recursive ${placedIn(version)},
      drawn as (select item_digest from placed order by item_digest limit ${size})
      select blob.sha256, blob.bytes, blob.media_type as "mediaType"
      from drawn join ${pullRequestItem} item on item.digest = drawn.item_digest
        join ${artifact} blob on blob.sha256 = item.content_sha256
      order by drawn.item_digest`),
  );
  return rows.map(({ sha256, bytes, mediaType }) => ({ sha256, bytes: Number(bytes), mediaType }));
}
