import { sql } from 'drizzle-orm';
import { itemParts } from '@evoline/contract/dataset';
import type { Connection } from '../open-database.ts';
import { datasetChange } from '../tables/dataset.ts';
import { pullRequestItem } from '../tables/mine.ts';
import type { DatasetRow } from './datasets.ts';
import { diverge, parentChain } from './delta-chain.ts';

type Version = Pick<DatasetRow, 'digest' | 'createdAt'>;

/**
 * Names why each pull request in the table `changed_pull_request` left or was edited, from what was recorded
 * when the versions on the way from one to the other were frozen.
 *
 * @param selects whether the later version's recipe selects a repository
 */
export async function nameChangeReasons(
  db: Connection,
  { before, after }: { readonly before: Version; readonly after: Version },
  selects: (name: string) => boolean,
): Promise<void> {
  if (!(await lacksReasons(db))) return;
  await readSteps(db, before, after);
  await nameEdits(db);
  await nameLeavings(db);
  await nameUnrecorded(db, after, selects);
}

/** What came or moved says why by itself; then the way between the versions need not be read. */
async function lacksReasons(db: Connection): Promise<boolean> {
  const { rows } = await db.execute<{ lacks: boolean }>(sql`
    select exists (select from changed_pull_request where kind in ('removed', 'edited')) as lacks`);
  return rows[0]?.lacks === true;
}

/**
 * `step`: every recorded reason on the way by parents, up from the one and down to the other. `place` counts from
 * the end of the way; `is_back`: the step is gone from child to parent.
 */
async function readSteps(db: Connection, before: Version, after: Version): Promise<void> {
  const up = await parentChain(db, before.digest);
  const ways = diverge(up, await parentChain(db, after.digest));
  const met = ways.common.length > 0;
  const back = sql`${sql.param(met ? [...ways.before] : [])}::text[]`;
  const forth = sql`${sql.param(met ? [...ways.after] : [])}::text[]`;
  await db.execute(sql`
    create temporary table step on commit drop as
    select repository, number, split, reason, evidence, version = any(${back}) as is_back,
           array_position(${forth} || ${back}, version) as place
    from ${datasetChange}
    where version = any(${forth} || ${back}) and reason is not null and reason <> 'split_moved'`);
  await db.execute(sql`analyze step`);
}

/** All parts that were edited on the way; on a way back what was linked is unlinked. */
async function nameEdits(db: Connection): Promise<void> {
  await db.execute(sql`
    with part as (
      select step.repository, step.number, step.evidence, step.place,
             case when is_back and name = 'issue_linked' then 'issue_unlinked'
                  when is_back and name = 'issue_unlinked' then 'issue_linked' else name end as name
      from step, unnest(string_to_array(step.reason, ',')) name where split is not null),
    edit as (
      select repository, number, string_agg(distinct evidence, '; ') filter (where evidence is not null) as evidence,
             array_agg(distinct name) as names
      from part group by repository, number)
    update changed_pull_request changed
    set evidence = edit.evidence,
        reason = (select string_agg(name, ',' order by place)
          from unnest(${sql.param([...itemParts])}::text[]) with ordinality known(name, place) where name = any(edit.names))
    from edit
    where changed.kind = 'edited' and edit.repository = changed.repository and edit.number = changed.number`);
}

/** The last reason on the way counts: what was edited first and taken back then was taken back. */
async function nameLeavings(db: Connection): Promise<void> {
  await db.execute(sql`
    with leaving as (
      select distinct on (repository, number) repository, number, reason, evidence
      from step where split is null and not is_back order by repository, number, place)
    update changed_pull_request changed set reason = leaving.reason, evidence = leaving.evidence
    from leaving
    where changed.kind = 'removed' and leaving.repository = changed.repository and leaving.number = changed.number`);
}

async function nameUnrecorded(
  db: Connection,
  after: Version,
  selects: (name: string) => boolean,
): Promise<void> {
  await db.execute(sql`
    update changed_pull_request changed set reason = 'mined_later'
    from ${pullRequestItem} item
    where changed.kind = 'removed' and changed.reason is null and item.digest = changed.digest_before
      and item.first_seen_at > ${after.createdAt.toISOString()}::timestamptz`);
  const { rows } = await db.execute<{ repository: string }>(sql`
    select distinct repository from changed_pull_request where kind = 'removed' and reason is null`);
  const left = rows.map(({ repository }) => repository).filter((name) => !selects(name));
  await db.execute(sql`
    update changed_pull_request set reason =
      case when kind = 'removed' and repository = any(${sql.param(left)}::text[]) then 'not_selected' else 'unknown' end
    where kind in ('removed', 'edited') and reason is null`);
}
