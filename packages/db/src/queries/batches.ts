import { and, eq } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { FrozenBatch } from '@evoline/contract/train';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { batch, batchSample } from '../tables/train.ts';
import { recordArtifacts } from './artifacts.ts';

/** A sample of a batch with its advantage. */
export type BatchMember = Pick<typeof batchSample.$inferInsert, 'groupId' | 'index' | 'advantage'>;

export interface NewBatch extends FrozenBatch {
  readonly runId: string;
  readonly fromPolicyVersion: string;
  readonly members: readonly BatchMember[];
}

/**
 * Freezes the batch of a step with its members, in one transaction. The first batch of a step stays:
 * a later call returns it, whatever it brought.
 *
 * @throws EvolineFailure conflict when a sample is in an earlier batch of the run
 */
export async function recordBatch(database: Database, frozen: NewBatch): Promise<FrozenBatch> {
  const { runId, step, fromPolicyVersion, samples, hasSignal, metrics } = frozen;
  return await database.transaction(async (db) => {
    await recordArtifacts(db, [frozen.batch]);
    const row = { runId, step, fromPolicyVersion, samples, hasSignal, metrics };
    const isNew = await insertRows(db, batch, [{ ...row, sha256: frozen.batch.sha256 }]);
    if (isNew > 0) await insertMembers(db, frozen);
    const stored = await readBatch(db, runId, step);
    return stored ?? frozen;
  });
}

/** The batch that was frozen for a step, or null. */
export async function frozenBatch(
  database: Database,
  runId: string,
  step: number,
): Promise<FrozenBatch | null> {
  return await database.query((db) => readBatch(db, runId, step));
}

async function insertMembers(db: Connection, frozen: NewBatch): Promise<void> {
  const { runId, step, members } = frozen;
  const rows = members.map((member) => ({ ...member, runId, step }));
  const inserted = await insertRows(db, batchSample, rows);
  if (inserted === rows.length) return;
  throw new EvolineFailure(
    'conflict',
    `${rows.length - inserted} samples of step ${step} are in another batch of run ${runId}: each is consumed once`,
  );
}

async function readBatch(db: Connection, runId: string, step: number): Promise<FrozenBatch | null> {
  const rows = await db
    .select({ batch, artifact })
    .from(batch)
    .innerJoin(artifact, eq(artifact.sha256, batch.sha256))
    .where(and(eq(batch.runId, runId), eq(batch.step, step)));
  const row = rows[0];
  if (row === undefined) return null;
  const { samples, hasSignal, metrics } = row.batch;
  return { step, batch: refOf(row.artifact), samples, hasSignal, metrics };
}

function refOf({ sha256, bytes, mediaType }: typeof artifact.$inferSelect): ArtifactRef {
  return { sha256, bytes, mediaType };
}
