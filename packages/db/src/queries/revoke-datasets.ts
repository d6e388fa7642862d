import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { alias } from '../tables/evaluate.ts';
import { type AliasRow, latest, pointAlias } from './aliases.ts';
import { addDatasetState, newestPublished } from './dataset-states.ts';
import type { DatasetRow } from './datasets.ts';

/** A name and what it points at now. */
export type StandingAlias = Pick<AliasRow, 'project' | 'name' | 'target'>;

/** Every name that points at one of these targets now. */
export async function aliasesOf(
  database: Database,
  kind: AliasRow['kind'],
  targets: readonly string[],
): Promise<StandingAlias[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & StandingAlias>(sql`
      select project, name, target from (
        select distinct on (name) project, name, target from ${alias}
        where kind = ${kind} order by name, id desc) standing
      where target = any(${sql.param([...targets])}::text[]) order by name`),
  );
  return rows;
}

/** What is to be revoked, and what takes its place. */
export interface DatasetRevocation {
  readonly version: DatasetRow;
  readonly reason: string;
  /** Names other than `latest` that point at it move there; null: they stay. */
  readonly successor: string | null;
}

/**
 * Revokes versions all at once; one that was revoked before stays as it is. A project whose `latest` is among
 * them falls back to the newest version that is published still, when there is one.
 */
export async function revokeDatasets(
  database: Database,
  revocations: readonly DatasetRevocation[],
  createdBy: string,
): Promise<void> {
  const digests = revocations.map(({ version }) => version.digest);
  const aliases = await aliasesOf(database, 'dataset', digests);
  await database.transaction(async (db) => {
    for (const { version, reason } of revocations) {
      const to = { version: version.digest, state: 'revoked' as const, reason, runId: null };
      await addDatasetState(db, version, { ...to, createdBy });
    }
    for (const { project, name, target: from } of aliases) {
      const named = revocations.find(({ version }) => version.digest === from);
      const fallback = name === latest ? await newestPublished(db, project) : null;
      const target = named?.successor ?? fallback;
      if (target === null) continue;
      await pointAlias(db, { kind: 'dataset', project, name, target, createdBy, runId: null });
    }
  });
}
