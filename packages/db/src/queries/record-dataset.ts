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
  return await inTurn(database, frozen.project, async (db) => {
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
  return await inTurn(database, frozen.project, async (db) => {
    const known = await versionByDigest(db, frozen.digest);
    const hasMoved = isNewest && (await newestPublished(db, frozen.project)) !== parent;
    if (known === null && hasMoved) return null;
    return await recordVersion(db, frozen, parent);
  });
}

const turnSeconds = 600;
const askAgainMilliseconds = 250;

/**
 * Two freezes of a project at once: the second one waits here and sees what the first one wrote. It asks again
 * and again, for a statement that waited for a large version would run into its own deadline.
 */
async function inTurn<T>(
  database: Database,
  project: string,
  record: (db: Connection) => Promise<T>,
): Promise<T> {
  const until = Date.now() + turnSeconds * 1_000;
  for (;;) {
    const taken = await database.transaction(async (db) =>
      (await takesTurn(db, project)) ? { answer: await record(db) } : null,
    );
    if (taken !== null) return taken.answer;
    if (Date.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, askAgainMilliseconds));
  }
  throw new EvolineFailure(
    'conflict',
    `another freeze of project ${project} has been writing its version for ${turnSeconds} seconds. Freeze again when it has ended.`,
  );
}

async function takesTurn(db: Connection, project: string): Promise<boolean> {
  const { rows } = await db.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`freeze ${project}`}, 0)) as taken`,
  );
  return rows[0]?.taken === true;
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
  await insertRows(db, datasetChange, rowsOf(version, delta));
  await addDatasetState(db, { ...columns, state: null }, change);
  return { row: await stored(db, version), created: true };
}

/** In the order of the indices: 273,000 rows in any other take three times as long. */
function rowsOf(version: string, delta: readonly DatasetChangeRow[]) {
  const rows = delta.map((row) => ({ ...row, version }));
  return rows.toSorted((a, b) => (a.itemDigest < b.itemDigest ? -1 : 1));
}

async function stored(db: Connection, version: string): Promise<DatasetRow> {
  const row = await versionByDigest(db, version);
  if (row === null) throw new EvolineFailure('internal', `version ${version} was not stored`);
  return row;
}
