import { sql } from 'drizzle-orm';
import type { Connection, Database } from '../open-database.ts';
import { datasetState } from '../tables/dataset.ts';
import { alias } from '../tables/evaluate.ts';
import { type AliasRow, latest, pointAlias } from './aliases.ts';
import { addDatasetState, newestPublished } from './dataset-states.ts';
import { type DatasetRow, versionByDigest } from './datasets.ts';

/** A name and what it points at now. */
export type StandingAlias = Pick<AliasRow, 'project' | 'name' | 'target'>;

/** Every name that points at one of these targets now. */
export async function aliasesOf(
  database: Database,
  kind: AliasRow['kind'],
  targets: readonly string[],
): Promise<StandingAlias[]> {
  return await database.query((db) => standingAliases(db, kind, targets));
}

/** What is to be revoked, and what takes its place. */
export interface DatasetRevocation {
  readonly version: DatasetRow;
  readonly reason: string;
  /** Is published, and takes over the names that point at the version; null: they stay. */
  readonly successor: string | null;
}

/**
 * Revokes versions and publishes what takes their place, all at once; one that was revoked before stays as it
 * is. `latest` stays where it was, goes to what takes its place, or, when nothing does, back to the newest
 * version that is published still.
 */
export async function revokeDatasets(
  database: Database,
  revocations: readonly DatasetRevocation[],
  createdBy: string,
): Promise<void> {
  const successors = new Map(revocations.map((row) => [row.version.digest, row.successor]));
  await database.transaction(async (db) => {
    const aliases = await standingAliases(db, 'dataset', [...successors.keys()]);
    for (const successor of successors.values()) await publish(db, successor, createdBy);
    for (const { version, reason } of revocations) {
      const to = { version: version.digest, state: 'revoked' as const, reason, runId: null };
      await addDatasetState(db, version, { ...to, createdBy });
    }
    for (const { project, name, target: from } of aliases) {
      const fallback = name === latest ? await newestPublished(db, project) : null;
      const target = successors.get(from) ?? fallback;
      if (target === null) continue;
      await pointAlias(db, { kind: 'dataset', project, name, target, createdBy, runId: null });
    }
  });
}

/** Without a word to `latest`, which need not be the version that this one takes the place of. */
async function publish(db: Connection, digest: string | null, createdBy: string): Promise<void> {
  const row = digest === null ? null : await versionByDigest(db, digest);
  if (row === null || row.state === 'published') return;
  const { digest: version, reason } = row;
  const to = { version, state: 'published' as const, reason, runId: null, createdBy };
  await db.insert(datasetState).values(to);
}

async function standingAliases(
  db: Connection,
  kind: AliasRow['kind'],
  targets: readonly string[],
): Promise<StandingAlias[]> {
  const { rows } = await db.execute<Record<string, unknown> & StandingAlias>(sql`
    select project, name, target from (
      select distinct on (name) project, name, target from ${alias}
      where kind = ${kind} order by name, id desc) standing
    where target = any(${sql.param([...targets])}::text[]) order by name`);
  return rows;
}
