import { type SQL, sql } from 'drizzle-orm';
import type { RevertedChange } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem, sourceRepository } from '../tables/mine.ts';
import { repositoryName } from '../tables/source.ts';

/** Names of all repositories that were ever mined; with `withItems` only of those with kept pull requests. */
export async function minedRepositoryNames(
  database: Database,
  { withItems }: { readonly withItems: boolean },
): Promise<string[]> {
  const items = await database.query((db) =>
    db
      .selectDistinctOn([pullRequestItem.repository], { name: pullRequestItem.repository })
      .from(pullRequestItem),
  );
  if (withItems) return items.map((row) => row.name);
  const sources = await database.query((db) =>
    db.select({ name: sourceRepository.name }).from(sourceRepository),
  );
  return [...new Set([...items, ...sources].map((row) => row.name))].toSorted();
}

export interface VerdictRow {
  readonly repository: string;
  readonly number: number;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly reverts: RevertedChange | null;
  readonly head: string | null;
  readonly landed: string | null;
  /** Of the item; null for a dropped one. */
  readonly signature: string | null;
  readonly language: string | null;
  readonly authorKey: string | null;
  readonly mergedAt: Date | null;
  readonly minedAt: Date;
}

/**
 * The newest verdict on each pull request of these repositories, by repository and number. A repository that was renamed
 * is one repository: any of its names selects it, and its rows bear the name of today.
 */
export async function newestVerdicts(
  database: Database,
  repositories: readonly string[],
): Promise<VerdictRow[]> {
  const { rows } = await database.query((db) =>
    db.execute<RawVerdict>(sql`
      ${newestJudged(repositories)}
      select newest.repository, newest.number, newest.digest, newest.reason, newest.reverts, newest.head, newest.landed,
             item.signature, item.language, item.author_key as "authorKey",
             extract(epoch from item.merged_at) * 1000 as merged_ms,
             extract(epoch from newest.mined_at) * 1000 as mined_ms
      from newest left join ${pullRequestItem} item on item.digest = newest.digest
      order by newest.repository, newest.number`),
  );
  return rows.map(({ mined_ms: minedMs, merged_ms: mergedMs, ...row }) => {
    const mergedAt = mergedMs === null ? null : new Date(Number(mergedMs));
    return { ...row, mergedAt, minedAt: new Date(Number(minedMs)) };
  });
}

type RawVerdict = Record<string, unknown> &
  Omit<VerdictRow, 'minedAt' | 'mergedAt'> & {
    readonly mined_ms: string;
    readonly merged_ms: string | null;
  };

/** `with newest as`: the newest verdict on each pull request of these repositories. */
export function newestJudged(repositories: readonly string[]): SQL {
  const names = sql`any(${sql.param([...repositories])}::text[])`;
  return sql`with called as (${namesOfToday}),
      wanted as (select today from called where name = ${names} union select unnest(${sql.param([...repositories])}::text[])),
      judged as (
        select coalesce(called.today, mined.repository) as repository, mined.number, mined.repository_key, mined.run_id,
               mined.item_digest as digest, mined.reason, mined.evidence, mined.reverts, mined.head, mined.landed,
               mined.mined_at
        from ${minedPullRequest} mined left join called on called.name = mined.repository),
      newest as (
      select distinct on (repository, number) *
      from judged where repository in (select today from wanted)
      -- A dropped one has no digest and comes last among equals.
      order by repository, number, mined_at desc, digest desc nulls last)`;
}

/** The name of today of each of these repositories that has another one now. */
export async function renamedRepositories(
  database: Database,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query((db) =>
    db.execute<{ name: string; today: string }>(sql`
      select name, today from (${namesOfToday}) called
      where name <> today and name = any(${sql.param([...names])}::text[])`),
  );
  return new Map(rows.map(({ name, today }) => [name, today]));
}

/** Every name that a repository on GitHub ever bore, and the name that the one who bore it last has today. */
export const namesOfToday = sql`
  select distinct on (known.name) known.name, present.name as today
  from ${repositoryName} known join ${sourceRepository} present on present.key = known.repository_key
  where known.repository_key not like 'git:%'
  order by known.name, known.last_seen_at desc, known.repository_key`;
