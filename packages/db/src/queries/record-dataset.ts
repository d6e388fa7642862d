import { sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { datasetChange, datasetVersion } from '../tables/dataset.ts';
import { recordArtifacts } from './artifacts.ts';
import { addDatasetState, newestPublished, refuseRevoked } from './dataset-states.ts';
import { versionByDigest, type DatasetRow } from './datasets.ts';

type DatasetChangeRow = Omit<typeof datasetChange.$inferInsert, 'version'>;
/** `state`: the one it begins with. */
export type NewDataset = Omit<DatasetRow, 'parent' | 'manifestSha256' | 'createdAt'> & {
  readonly manifest: ArtifactRef;
  /** Against `deltaOf`, or all items; then also what the parent held and this one does not. */
  readonly delta: readonly DatasetChangeRow[];
};

/** Which version a new one follows. */
export interface Succession {
  readonly parent: string | null;
  /** true: the parent has to be the newest published version still. */
  readonly isNewest: boolean;
}

export interface RecordedDataset {
  readonly row: DatasetRow;
  /** false: this version was there already. */
  readonly created: boolean;
}

/**
 * Writes a version with its items in one transaction, as a child of the newest published one of its
 * project. A version that exists stays as it is, and is published when it was a draft and may be.
 *
 * @throws EvolineFailure dataset_revoked when it exists and was revoked
 */
export async function recordDataset(
  database: Database,
  frozen: NewDataset,
): Promise<RecordedDataset> {
  return await database.transaction(async (db) => {
    await takeTurns(db, frozen.project);
    const parent = await newestPublished(db, frozen.project);
    return await recordVersion(db, frozen, parent);
  });
}

/** The same as a child of a given version; null when another version was published in the meantime. */
export async function recordDatasetAfter(
  database: Database,
  frozen: NewDataset,
  { parent, isNewest }: Succession,
): Promise<RecordedDataset | null> {
  return await database.transaction(async (db) => {
    await takeTurns(db, frozen.project);
    const known = await versionByDigest(db, frozen.digest);
    const hasMoved = isNewest && (await newestPublished(db, frozen.project)) !== parent;
    if (known === null && hasMoved) return null;
    return await recordVersion(db, frozen, parent);
  });
}

/** Two freezes of a project at once: the second one waits here and sees what the first one wrote. */
async function takeTurns(db: Connection, project: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`freeze ${project}`}, 0))`);
}

/** The same in a transaction that is open already. */
export async function recordVersion(
  db: Connection,
  frozen: NewDataset,
  parent: string | null,
): Promise<RecordedDataset> {
  const { manifest, delta, state, ...columns } = frozen;
  const { digest: version, createdRunId: runId, createdBy } = frozen;
  const change = { version, state, runId, createdBy, reason: frozen.reason };
  const known = await versionByDigest(db, version);
  if (known !== null) {
    await refuseRevoked(db, known);
    if (state === 'published') await addDatasetState(db, known, change);
    return { row: await stored(db, version), created: false };
  }
  await recordArtifacts(db, [manifest]);
  await db.insert(datasetVersion).values({ ...columns, parent, manifestSha256: manifest.sha256 });
  const rows = delta.map((row) => ({ ...row, version }));
  await insertRows(db, datasetChange, rows);
  await addDatasetState(db, { ...columns, state: null }, change);
  return { row: await stored(db, version), created: true };
}

async function stored(db: Connection, version: string): Promise<DatasetRow> {
  const row = await versionByDigest(db, version);
  if (row === null) throw new EvolineFailure('internal', `version ${version} was not stored`);
  return row;
}
