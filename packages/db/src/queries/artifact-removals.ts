import { inArray, sql } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { artifactRemoval } from '../tables/withdrawal.ts';

export type ArtifactRemoval = typeof artifactRemoval.$inferSelect;

/** What was deleted on purpose of these blobs. */
export async function removalsOf(
  database: Database,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, ArtifactRemoval>> {
  const rows = await database.query((db) =>
    db
      .select()
      .from(artifactRemoval)
      .where(inArray(artifactRemoval.sha256, [...sha256s])),
  );
  return new Map(rows.map((row) => [row.sha256, row]));
}

/**
 * Why a blob is not in the store when that is on purpose: `content_revoked`, or `not_found` for what nothing
 * needed any more. null: it is missing and should not be.
 */
export async function removalFailure(
  database: Database,
  sha256: string,
): Promise<EvolineFailure | null> {
  const removal = (await removalsOf(database, [sha256])).get(sha256);
  if (removal === undefined) return null;
  const when = removal.removedAt.toISOString().slice(0, 10);
  return removal.reason === 'revoked'
    ? new EvolineFailure(
        'content_revoked',
        `artifact ${sha256} was revoked, and deleted on ${when}`,
      )
    : new EvolineFailure(
        'not_found',
        `artifact ${sha256} was deleted on ${when} because nothing needed it any more`,
      );
}

/** A blob that is about to be deleted, and what rows know of it. */
export interface Removal {
  readonly sha256: string;
  readonly reason: ArtifactRemoval['reason'];
}

/**
 * Notes deletions before they happen; blobs that no row knows need no note. Returns the media types of
 * those that rows know.
 */
export async function noteRemovals(
  database: Database,
  removals: readonly Removal[],
): Promise<ReadonlyMap<string, string>> {
  const known = await mediaTypesOf(
    database,
    removals.map((row) => row.sha256),
  );
  const rows = removals.filter(({ sha256 }) => known.has(sha256));
  if (rows.length === 0) return known;
  const reason = sql`case when excluded.reason = 'revoked' then 'revoked' else ${artifactRemoval.reason} end`;
  await database.query((db) =>
    db
      .insert(artifactRemoval)
      .values(rows)
      .onConflictDoUpdate({ target: artifactRemoval.sha256, set: { reason } }),
  );
  return known;
}

/** The media types of the blobs that rows know. */
export async function mediaTypesOf(
  database: Database,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query((db) =>
    db
      .select({ sha256: artifact.sha256, mediaType: artifact.mediaType })
      .from(artifact)
      .where(inArray(artifact.sha256, [...sha256s])),
  );
  return new Map(rows.map((row) => [row.sha256, row.mediaType]));
}

/** These blobs are there after all. */
export async function takeBackRemovals(
  database: Database,
  sha256s: readonly string[],
): Promise<void> {
  if (sha256s.length === 0) return;
  const there = sql`any(${sql.param([...sha256s])}::text[])`;
  await database.query((db) =>
    db.execute(sql`delete from ${artifactRemoval} where ${artifactRemoval.sha256} = ${there}`),
  );
}
