import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { minedPullRequest, pullRequestItem } from '../tables/mine.ts';
import { revocation } from '../tables/withdrawal.ts';
import { aliasTarget, latest } from './aliases.ts';
import { placedIn } from './dataset-items.ts';

/** What a new version could hold that the latest published one does not. */
export interface VersionGain {
  /** Digest of the latest published version; null: there is none. */
  readonly since: string | null;
  /** Kept pull requests that it does not hold. */
  readonly items: number;
  /** Pull requests that it holds in an earlier edition. */
  readonly edited: number;
}

/** Counts the newest verdicts against the latest published version. What freezing leaves out is not known here. */
export async function versionGain(database: Database): Promise<VersionGain> {
  const since = await database.query((db) => aliasTarget(db, 'dataset', latest));
  const { rows } = await database.query((db) =>
    db.execute<{ items: number; edited: number }>(sql`
      with recursive ${placedIn(since ?? '')},
      held as (
        select item.repository_key, item.number, item.digest
        from placed join ${pullRequestItem} item on item.digest = placed.item_digest),
      judged as (
        -- A dropped one has no digest and comes last among equals.
        select distinct on (repository_key, number) repository_key, number, item_digest
        from ${minedPullRequest} order by repository_key, number, mined_at desc, item_digest desc nulls last)
      select count(*) filter (where held.digest is null)::int as items,
             count(*) filter (where held.digest <> judged.item_digest)::int as edited
      from judged left join held using (repository_key, number)
      where judged.item_digest is not null
        and not exists (select from ${revocation} gone where gone.item_digest = judged.item_digest)`),
  );
  const [counted] = rows;
  return { since, items: counted?.items ?? 0, edited: counted?.edited ?? 0 };
}
