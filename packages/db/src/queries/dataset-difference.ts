import { type SQL, sql } from 'drizzle-orm';
import type { DatasetChanges, Split } from '@evoline/contract/dataset';
import type { Connection, Database } from '../open-database.ts';
import { datasetChange } from '../tables/dataset.ts';
import { pullRequestItem } from '../tables/mine.ts';
import type { DatasetRow } from './datasets.ts';
import { deltaChain, diverge, foldedRows, nearestRows, type Ways } from './delta-chain.ts';
import { namesOfToday } from './mined-verdicts.ts';
import { nameChangeReasons } from './change-reasons.ts';

/** What became of a pull request from one version to another. */
export type ChangeKind = keyof DatasetChanges;

/** A pull request that came, went, was edited or changed its split. */
export interface DifferentItem {
  readonly kind: ChangeKind;
  /** owner/name, as the later version has it where it is in both. */
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly url: string | null;
  /** null: it is not in that version. */
  readonly before: { readonly digest: string; readonly split: Split } | null;
  readonly after: { readonly digest: string; readonly split: Split } | null;
  /** Why it left, or what was edited: parts joined by a comma; null: it is new. */
  readonly reason: string | null;
  readonly evidence: string | null;
}

export interface DatasetDifference {
  readonly counts: DatasetChanges;
  /** Pull requests of each kind by reason; those of several edited parts under all of them joined. */
  readonly reasons: Readonly<Record<ChangeKind, Readonly<Record<string, number>>>>;
  /** In canonical order, at most `limit` of each kind. */
  readonly items: readonly DifferentItem[];
}

type Version = Pick<DatasetRow, 'digest' | 'createdAt'>;

/**
 * How two versions differ, related or not, in either direction. Of versions with a common past only the rows
 * that differ from it are read. Reasons are those that were recorded when a version was frozen.
 *
 * @param selects whether the later version's recipe selects a repository
 */
export async function datasetDifference(
  database: Database,
  versions: { readonly before: Version; readonly after: Version },
  { limit, selects }: { readonly limit: number; readonly selects: (name: string) => boolean },
): Promise<DatasetDifference> {
  return await database.transaction(async (db) => {
    // Two whole versions are hashed against each other: on disk that takes three times as long, compiling more.
    await db.execute(sql`set local work_mem = '256MB'`);
    await db.execute(sql`set local jit = off`);
    const ways = diverge(
      await deltaChain(db, versions.before.digest),
      await deltaChain(db, versions.after.digest),
    );
    await db.execute(
      sql`create temporary table changed_pull_request on commit drop as ${pairedChanges(placesThatDiffer(ways))}`,
    );
    await nameChangeReasons(db, versions, selects);
    return { ...(await countKinds(db)), items: await firstOfEachKind(db, limit) };
  });
}

/** item_digest, repository, number, split_before and split_after of what does not stand in both alike. */
function placesThatDiffer({ before, after, common }: Ways): SQL {
  if (common.length === 0) {
    return sql`
      with before as (${foldedRows(before)}), after as (${foldedRows(after)})
      select coalesce(after.item_digest, before.item_digest) as item_digest,
             coalesce(after.repository, before.repository) as repository, coalesce(after.number, before.number) as number,
             before.split as split_before, after.split as split_after
      from before full join after on after.item_digest = before.item_digest
      where before.split is distinct from after.split`;
  }
  const versions = sql`${sql.param([...common])}::text[]`;
  return sql`
    with before as (${nearestRows(before)}), after as (${nearestRows(after)}),
    touched as (
      select coalesce(after.item_digest, before.item_digest) as item_digest,
             coalesce(after.repository, before.repository) as repository, coalesce(after.number, before.number) as number,
             before.item_digest is not null as is_before, before.split as split_before,
             after.item_digest is not null as is_after, after.split as split_after
      from before full join after on after.item_digest = before.item_digest),
    -- Where one of them has no row of its own, what they have in common decides.
    places as (
      select item_digest, repository, number,
             case when is_before then split_before else past.split end as split_before,
             case when is_after then split_after else past.split end as split_after
      from touched left join lateral (
        select split from ${datasetChange} change
        where change.item_digest = touched.item_digest and change.version = any(${versions})
          and not (is_before and is_after)
        order by array_position(${versions}, change.version) limit 1) past on true)
    select * from places where split_before is distinct from split_after`;
}

/** Editions of one pull request are paired, also where its repository was renamed in between. */
const pairedChanges = (difference: SQL): SQL => sql`
  with difference as materialized (${difference}),
  called as (${namesOfToday}),
  told as (
    select difference.*, coalesce(called.today, difference.repository) as today
    from difference left join called on called.name = difference.repository),
  gone as (select * from told where split_after is null),
  come as (select * from told where split_before is null)
  select case when gone.item_digest is null then 'added' when come.item_digest is null then 'removed' else 'edited' end as kind,
         coalesce(come.repository, gone.repository) as repository, coalesce(come.number, gone.number) as number,
         gone.item_digest as digest_before, gone.split_before, come.item_digest as digest_after, come.split_after,
         null::text as reason, null::text as evidence
  from gone full join come on come.today = gone.today and come.number = gone.number
  union all
  select 'moved', repository, number, item_digest, split_before, item_digest, split_after, 'split_moved', 'from ' || split_before
  from told where split_before is not null and split_after is not null`;

async function countKinds(db: Connection): Promise<Pick<DatasetDifference, 'counts' | 'reasons'>> {
  const { rows } = await db.execute<{ kind: ChangeKind; reason: string | null; count: number }>(sql`
    select kind, reason, count(*)::int as count from changed_pull_request group by 1, 2 order by 3 desc, 2`);
  const counts = { added: 0, removed: 0, edited: 0, moved: 0 };
  const reasons: Record<ChangeKind, Record<string, number>> = {
    added: {},
    removed: {},
    edited: {},
    moved: {},
  };
  for (const { kind, reason, count } of rows) {
    counts[kind] += count;
    if (reason !== null) reasons[kind][reason] = count;
  }
  return { counts, reasons };
}

interface RawItem extends Pick<
  DifferentItem,
  'kind' | 'repository' | 'number' | 'title' | 'url' | 'reason' | 'evidence'
> {
  readonly [column: string]: unknown;
  readonly digestBefore: string | null;
  readonly splitBefore: Split | null;
  readonly digestAfter: string | null;
  readonly splitAfter: Split | null;
}

const changeKinds = ['added', 'removed', 'edited', 'moved'] as const satisfies ChangeKind[];

async function firstOfEachKind(db: Connection, limit: number): Promise<DifferentItem[]> {
  const { rows } = await db.execute<RawItem>(sql`
    with placed as (
      -- The first ones of each kind are kept while the rest passes: sorting all takes as long as all before.
      select first.* from unnest(${sql.param([...changeKinds])}::text[]) one(kind) cross join lateral (
        select * from changed_pull_request changed where changed.kind = one.kind
        order by changed.repository collate "C", changed.number limit ${limit}) first)
    select kind, placed.repository, placed.number, item.title, item.url, reason, evidence,
           digest_before as "digestBefore", split_before as "splitBefore",
           digest_after as "digestAfter", split_after as "splitAfter"
    from placed join ${pullRequestItem} item on item.digest = coalesce(digest_after, digest_before)
    order by placed.repository collate "C", placed.number`);
  return rows.map(({ digestBefore, splitBefore, digestAfter, splitAfter, ...known }) => ({
    ...known,
    before: standing(digestBefore, splitBefore),
    after: standing(digestAfter, splitAfter),
  }));
}

function standing(digest: string | null, split: Split | null): DifferentItem['before'] {
  return digest === null || split === null ? null : { digest, split };
}
