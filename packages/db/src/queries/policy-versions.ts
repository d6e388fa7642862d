import { and, desc, eq, like, or } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Connection, Database } from '../open-database.ts';
import { policyHead, policyVersion } from '../tables/policy.ts';
import { aliasTarget } from './aliases.ts';
import { artifactRefs } from './artifacts.ts';

export type PolicyVersionRow = typeof policyVersion.$inferSelect;

/** The id of the version that a run commits at a step. */
export function policyVersionId(runId: string, step: number): string {
  return `${runId}:${step}`;
}

/** What workflows carry of a version. */
export function policyVersionRef(row: PolicyVersionRef): PolicyVersionRef {
  const { id, runId, step, weightsDigest } = row;
  return { id, runId, step, weightsDigest };
}

/**
 * The version with this id.
 *
 * @throws EvolineFailure not_found
 */
export async function policyVersionById(database: Database, id: string): Promise<PolicyVersionRow> {
  const [row] = await database.query((db) =>
    db.select().from(policyVersion).where(eq(policyVersion.id, id)),
  );
  if (row === undefined) throw new EvolineFailure('not_found', `there is no policy version ${id}`);
  return row;
}

/** A version as people name it: an alias such as `latest`, its id, or the beginning of a weights digest. */
export async function findPolicyVersion(
  database: Database,
  name: string,
): Promise<PolicyVersionRow | null> {
  const target = await database.query((db) => aliasTarget(db, 'policy', name));
  const named = or(
    eq(policyVersion.id, target ?? name),
    /^[0-9a-f]{4,64}$/.test(name) ? like(policyVersion.weightsDigest, `${name}%`) : undefined,
  );
  const [row] = await database.query((db) =>
    db
      .select()
      .from(policyVersion)
      .where(named)
      .orderBy(desc(policyVersion.committedAt), desc(policyVersion.step))
      .limit(1),
  );
  return row ?? null;
}

/** Where a run stands: its current version and the last committed step; null before the warm start. */
export async function headOfRun(
  database: Database,
  runId: string,
): Promise<{ readonly version: PolicyVersionRow; readonly step: number } | null> {
  const [row] = await database.query((db) =>
    db
      .select({ version: policyVersion, step: policyHead.step })
      .from(policyHead)
      .innerJoin(policyVersion, eq(policyVersion.id, policyHead.policyVersionId))
      .where(eq(policyHead.runId, runId)),
  );
  return row ?? null;
}

/** References of a version's folders: what an engine serves, and what a trainer resumes from. */
export async function checkpointOf(
  database: Database,
  version: Pick<PolicyVersionRow, 'checkpointSha256' | 'recoverySha256'>,
): Promise<{ readonly checkpoint: ArtifactRef; readonly recovery: ArtifactRef | null }> {
  const { checkpointSha256, recoverySha256 } = version;
  const wanted = recoverySha256 === null ? [checkpointSha256] : [checkpointSha256, recoverySha256];
  const [checkpoint, recovery] = await artifactRefs(database, wanted);
  if (checkpoint === undefined)
    throw new EvolineFailure('not_found', 'the version has no checkpoint');
  return { checkpoint, recovery: recovery ?? null };
}

/** The version of a run at a step, or null. */
export async function versionAt(
  db: Connection,
  runId: string,
  step: number,
): Promise<PolicyVersionRow | null> {
  const at = and(eq(policyVersion.runId, runId), eq(policyVersion.step, step));
  const [row] = await db.select().from(policyVersion).where(at);
  return row ?? null;
}
