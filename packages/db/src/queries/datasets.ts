import { desc, eq, getTableColumns, inArray, like, sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { DatasetState, DatasetVersionSummary } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { datasetChange, datasetState, datasetVersion } from '../tables/dataset.ts';
import { aliasTarget, latest, pointAlias } from './aliases.ts';
import { recordArtifacts } from './artifacts.ts';

export type DatasetRow = typeof datasetVersion.$inferSelect & { readonly state: DatasetState };
type DatasetChangeRow = Omit<typeof datasetChange.$inferInsert, 'version'>;
export type NewDataset = Omit<DatasetRow, 'parent' | 'manifestSha256' | 'createdAt'> & {
  readonly manifest: ArtifactRef;
  /** Against `deltaOf`. */
  readonly delta: readonly DatasetChangeRow[];
};

/**
 * Writes a version with its items in one transaction; its parent is the newest version of the project
 * before it. A version that exists stays as it is. `created` says which it was. Either way it is the
 * `latest` one from now on.
 */
export async function recordDataset(
  database: Database,
  frozen: NewDataset,
): Promise<{ readonly row: DatasetRow; readonly created: boolean }> {
  const { manifest, delta, state, ...row } = frozen;
  return await database.transaction(async (db) => {
    const known = await versionByDigest(db, frozen.digest);
    if (known !== null) {
      await pointLatest(db, frozen, known.state);
      return { row: known, created: false };
    }
    await recordArtifacts(db, [manifest]);
    const parent = await newestOf(db, frozen.project);
    const fresh = { ...row, parent, manifestSha256: manifest.sha256 };
    const created = await db.insert(datasetVersion).values(fresh).onConflictDoNothing().returning();
    const version = frozen.digest;
    await insertRows(
      db,
      datasetChange,
      delta.map((change) => ({ ...change, version })),
    );
    if (created.length > 0) {
      const { createdBy, createdRunId: runId } = frozen;
      await db.insert(datasetState).values({ version, state, runId, createdBy });
    }
    const stored = await versionByDigest(db, version);
    if (stored === null) throw new EvolineFailure('conflict', 'the version was not stored');
    await pointLatest(db, frozen, stored.state);
    return { row: stored, created: created.length > 0 };
  });
}

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
    heldBack: [...row.heldBack],
    createdAt: row.createdAt.toISOString(),
  };
}

/** Drafts and revoked versions are nobody's latest. */
async function pointLatest(db: Connection, frozen: NewDataset, state: DatasetState): Promise<void> {
  if (state !== 'published') return;
  const { project, createdBy, createdRunId: runId, digest: target } = frozen;
  await pointAlias(db, { kind: 'dataset', name: latest, target, project, createdBy, runId });
}

async function versionByDigest(db: Connection, digest: string): Promise<DatasetRow | null> {
  const [row] = await selectVersions(db).where(eq(datasetVersion.digest, digest));
  return row ?? null;
}

function selectVersions(db: Connection) {
  const newest = sql<DatasetState>`(select state from ${datasetState} told
    where told.version = ${datasetVersion.digest} order by told.id desc limit 1)`;
  return db.select({ ...getTableColumns(datasetVersion), state: newest }).from(datasetVersion);
}

async function newestOf(db: Connection, project: string): Promise<string | null> {
  const [row] = await db
    .select({ digest: datasetVersion.digest })
    .from(datasetVersion)
    .where(eq(datasetVersion.project, project))
    .orderBy(desc(datasetVersion.createdAt))
    .limit(1);
  return row?.digest ?? null;
}
