import { asc, eq, sql } from 'drizzle-orm';
import type { DatasetState } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Connection, Database } from '../open-database.ts';
import { datasetState, datasetVersion } from '../tables/dataset.ts';
import { alias } from '../tables/evaluate.ts';
import { latest, pointAlias } from './aliases.ts';
import type { DatasetRow } from './datasets.ts';

export type DatasetStateRow = typeof datasetState.$inferSelect;
type NewState = Omit<DatasetStateRow, 'id' | 'createdAt'>;

/**
 * Moves a version to a state, once. What is published becomes `latest`, also when it was published before;
 * drafts and revoked versions are nobody's latest.
 *
 * @param before its digest, project and state now; null: it has none yet
 */
export async function addDatasetState(
  db: Connection,
  before: {
    readonly digest: string;
    readonly project: string;
    readonly state: DatasetState | null;
  },
  to: NewState,
): Promise<void> {
  if (before.state !== to.state) await db.insert(datasetState).values(to);
  if (to.state !== 'published') return;
  const { createdBy, runId, version: target } = to;
  const { project } = before;
  await pointAlias(db, { kind: 'dataset', name: latest, target, project, createdBy, runId });
}

/**
 * Publishes a draft; a published version stays as it is, and is `latest` from now on.
 *
 * @throws EvolineFailure dataset_revoked
 */
export async function publishDataset(
  database: Database,
  version: DatasetRow,
  by: { readonly createdBy: string; readonly reason: string | null },
): Promise<void> {
  await database.transaction(async (db) => {
    await refuseRevoked(db, version);
    await addDatasetState(db, version, {
      ...by,
      version: version.digest,
      state: 'published',
      runId: null,
    });
  });
}

/** What became of a version, oldest first. */
export async function datasetStatesOf(
  database: Database,
  version: string,
): Promise<DatasetStateRow[]> {
  return await database.query((db) => selectStates(db, version));
}

/** Why a version was revoked and which one came after it. */
export interface RevokedVersion {
  readonly reason: string | null;
  /** The newest published version that descends from it; else the newest one; null: there is none. */
  readonly successor: string | null;
}

/** null: it is not revoked. */
export async function revokedVersion(
  database: Database,
  version: Pick<DatasetRow, 'digest' | 'project' | 'state'>,
): Promise<RevokedVersion | null> {
  return await database.query((db) => revocationOf(db, version));
}

/** @throws EvolineFailure dataset_revoked, naming the version after it */
export async function refuseRevoked(
  db: Connection,
  version: Pick<DatasetRow, 'digest' | 'project' | 'state'>,
): Promise<void> {
  const revoked = await revocationOf(db, version);
  if (revoked === null) return;
  throw new EvolineFailure('dataset_revoked', revokedText(version, revoked));
}

/** In words: that it was revoked, why, and which version came after it. */
export function revokedText(
  { digest }: Pick<DatasetRow, 'digest'>,
  { reason, successor }: RevokedVersion,
): string {
  const why = reason === null ? '' : `: ${reason}`;
  const next = successor === null ? '' : `; version ${successor.slice(0, 12)} came after it`;
  return `dataset version ${digest.slice(0, 12)} was revoked${why}${next}`;
}

/** The version that a new one of this project follows: what `latest` named last and is published still. */
export async function newestPublished(db: Connection, project: string): Promise<string | null> {
  const { rows } = await db.execute<{ digest: string }>(sql`
    select version.digest from ${datasetVersion} version
    left join lateral (select max(id) as id from ${alias}
      where kind = 'dataset' and name = ${latest} and target = version.digest) pointed on true
    where version.project = ${project} and ${isPublished}
    order by pointed.id desc nulls last, version.created_at desc limit 1`);
  return rows[0]?.digest ?? null;
}

const isPublished = sql`(select state from ${datasetState} told
    where told.version = version.digest order by told.id desc limit 1) = 'published'`;

async function revocationOf(
  db: Connection,
  { digest, project, state }: Pick<DatasetRow, 'digest' | 'project' | 'state'>,
): Promise<RevokedVersion | null> {
  if (state !== 'revoked') return null;
  const told = (await selectStates(db, digest)).findLast((row) => row.state === 'revoked');
  const { rows } = await db.execute<{ digest: string }>(sql`
    with recursive descendant(digest) as (
      select ${digest}::text union
      select version.digest from descendant join ${datasetVersion} version on version.parent = descendant.digest)
    select version.digest from descendant join ${datasetVersion} version on version.digest = descendant.digest
    where ${isPublished} order by version.created_at desc limit 1`);
  const successor = rows[0]?.digest ?? (await newestPublished(db, project));
  return { reason: told?.reason ?? null, successor };
}

async function selectStates(db: Connection, version: string): Promise<DatasetStateRow[]> {
  return await db
    .select()
    .from(datasetState)
    .where(eq(datasetState.version, version))
    .orderBy(asc(datasetState.id));
}
