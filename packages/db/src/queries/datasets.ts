import { and, asc, desc, eq, like } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { DatasetManifest, DatasetVersionSummary, Split } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { datasetVersion, datasetVersionItem } from '../tables/dataset.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { aliasTarget, latest, pointAlias } from './aliases.ts';
import { recordArtifacts } from './artifacts.ts';

export type DatasetRow = typeof datasetVersion.$inferSelect;
export type NewDataset = Omit<DatasetRow, 'parent' | 'manifestSha256' | 'items' | 'createdAt'> & {
  readonly manifest: ArtifactRef;
  /** In canonical order. */
  readonly placed: DatasetManifest['items'];
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
  const { manifest, placed, ...row } = frozen;
  return await database.transaction(async (db) => {
    await pointLatest(db, frozen);
    const known = await versionByDigest(db, frozen.digest);
    if (known !== null) return { row: known, created: false };
    await recordArtifacts(db, [manifest]);
    const parent = await newestOf(db, frozen.project);
    const fresh = { ...row, parent, manifestSha256: manifest.sha256, items: placed.length };
    const [created] = await db
      .insert(datasetVersion)
      .values(fresh)
      .onConflictDoNothing()
      .returning();
    const items = placed.map(({ digest, split }, position) => ({
      version: frozen.digest,
      itemDigest: digest,
      position,
      split,
    }));
    await insertRows(db, datasetVersionItem, items);
    const stored = created ?? (await versionByDigest(db, frozen.digest));
    if (stored === null) throw new EvolineFailure('conflict', 'the version was not stored');
    return { row: stored, created: created !== undefined };
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
    db
      .select()
      .from(datasetVersion)
      .where(like(datasetVersion.digest, `${name}%`))
      .limit(2),
  );
  if (rows.length < 2) return rows[0] ?? null;
  const several = rows.map((row) => row.digest.slice(0, 16)).join(', ');
  throw new EvolineFailure('input_invalid', `${name} names several dataset versions: ${several}`);
}

/** All versions, newest first. */
export async function listDatasets(database: Database): Promise<DatasetRow[]> {
  return await database.query((db) =>
    db.select().from(datasetVersion).orderBy(desc(datasetVersion.createdAt)),
  );
}

export interface DatasetItemRow {
  readonly digest: string;
  readonly repository: string;
  readonly number: number;
  readonly split: Split;
  readonly url: string | null;
  readonly title: string;
}

/** The items of a version in canonical order, of all splits or of one. */
export async function datasetItems(
  database: Database,
  version: string,
  { split }: { readonly split?: Split } = {},
): Promise<DatasetItemRow[]> {
  const ofSplit = split === undefined ? undefined : eq(datasetVersionItem.split, split);
  const { repository, number, url, title } = pullRequestItem;
  const columns = { repository, number, url, title };
  return await database.query((db) =>
    db
      .select({ digest: pullRequestItem.digest, split: datasetVersionItem.split, ...columns })
      .from(datasetVersionItem)
      .innerJoin(pullRequestItem, eq(pullRequestItem.digest, datasetVersionItem.itemDigest))
      .where(and(eq(datasetVersionItem.version, version), ofSplit))
      .orderBy(asc(datasetVersionItem.position)),
  );
}

/** The digests of a split in canonical order, at most `limit`. */
export async function splitDigests(
  database: Database,
  version: string,
  split: Split,
  limit?: number,
): Promise<string[]> {
  const of = datasetVersionItem;
  const rows = await database.query((db) => {
    const all = db
      .select({ digest: of.itemDigest })
      .from(of)
      .where(and(eq(of.version, version), eq(of.split, split)))
      .orderBy(asc(of.position));
    return limit === undefined ? all : all.limit(limit);
  });
  return rows.map((row) => row.digest);
}

/** What workflows and people are told of a version. */
export function datasetSummary(row: DatasetRow, created: boolean): DatasetVersionSummary {
  const { digest, parent, items, splits, repositories, funnel, codeRevision } = row;
  return {
    digest,
    parent,
    items,
    repositories,
    codeRevision,
    created,
    splits: { ...splits },
    funnel: { ...funnel },
    createdAt: row.createdAt.toISOString(),
  };
}

async function pointLatest(db: Connection, frozen: NewDataset): Promise<void> {
  const { project, createdBy, createdRunId: runId, digest: target } = frozen;
  await pointAlias(db, { kind: 'dataset', name: latest, target, project, createdBy, runId });
}

async function versionByDigest(db: Connection, digest: string): Promise<DatasetRow | null> {
  const [row] = await db.select().from(datasetVersion).where(eq(datasetVersion.digest, digest));
  return row ?? null;
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
