import { desc, eq, getTableColumns, inArray, like, sql } from 'drizzle-orm';
import type { DatasetState, DatasetVersionSummary } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Connection, Database } from '../open-database.ts';
import { datasetState, datasetVersion } from '../tables/dataset.ts';
import { aliasTarget } from './aliases.ts';

export type DatasetRow = typeof datasetVersion.$inferSelect & { readonly state: DatasetState };

/**
 * A version as people name it: an alias such as `latest`, its digest, or the beginning of one (4
 * characters or more).
 *
 * @throws EvolineFailure input_invalid when several versions begin like that
 */
export async function findDataset(database: Database, name: string): Promise<DatasetRow | null> {
  const target = await database.query((db) => aliasTarget(db, 'dataset', name));
  if (target !== null) return await database.query((db) => versionByDigest(db, target));
  if (!/^[0-9a-f]{4,64}$/.test(name)) return null;
  const rows = await database.query((db) =>
    selectVersions(db)
      .where(like(datasetVersion.digest, `${name}%`))
      .limit(2),
  );
  if (rows.length < 2) return rows[0] ?? null;
  const several = rows.map((row) => row.digest.slice(0, 16)).join(', ');
  throw new EvolineFailure('input_invalid', `${name} names several dataset versions: ${several}`);
}

/** All versions, newest first. */
export async function listDatasets(database: Database): Promise<DatasetRow[]> {
  return await database.query((db) => selectVersions(db).orderBy(desc(datasetVersion.createdAt)));
}

/** The versions of these digests, in no order. */
export async function datasetsByDigest(
  database: Database,
  digests: readonly string[],
): Promise<DatasetRow[]> {
  return await database.query((db) =>
    selectVersions(db).where(inArray(datasetVersion.digest, [...digests])),
  );
}

/** What workflows and people are told of a version. */
export function datasetSummary(row: DatasetRow, created: boolean): DatasetVersionSummary {
  const { digest, parent, state, items, splits, repositories, funnel, codeRevision } = row;
  return {
    digest,
    parent,
    state,
    items,
    repositories,
    codeRevision,
    created,
    splits: { ...splits },
    funnel: { ...funnel },
    changes: row.changes,
    // What held a draft back says nothing of what became of it.
    heldBack: state === 'draft' ? [...row.heldBack] : [],
    createdAt: row.createdAt.toISOString(),
  };
}

/** The version of this digest, or null. */
export async function versionByDigest(db: Connection, digest: string): Promise<DatasetRow | null> {
  const [row] = await selectVersions(db).where(eq(datasetVersion.digest, digest));
  return row ?? null;
}

function selectVersions(db: Connection) {
  const newest = sql<DatasetState>`(select state from ${datasetState} told
    where told.version = ${datasetVersion.digest} order by told.id desc limit 1)`;
  return db.select({ ...getTableColumns(datasetVersion), state: newest }).from(datasetVersion);
}
