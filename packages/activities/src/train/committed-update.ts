import { EvolineFailure } from '@evoline/contract/failures';
import type { UpdatePolicyRequest, UpdateResult } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { policyVersionById, policyVersionRef } from '@evoline/db/queries/policy-versions';
import { stepAt } from '@evoline/db/queries/step-chain';

/**
 * The result of an update that is committed already, or null.
 *
 * @throws EvolineFailure conflict when the step was committed with another batch
 */
export async function committedUpdate(
  database: Database,
  { runId, step, batch }: UpdatePolicyRequest,
): Promise<UpdateResult | null> {
  const row = await database.query((db) => stepAt(db, runId, step));
  if (row === null) return null;
  if (row.batchSha256 !== batch.sha256) {
    throw new EvolineFailure(
      'conflict',
      `step ${step} of run ${runId} is committed with batch ${row.batchSha256}, not ${batch.sha256}`,
    );
  }
  const version = await policyVersionById(database, row.toPolicyVersion);
  const metrics = Object.entries(row.metrics).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return { policyVersion: policyVersionRef(version), metrics: Object.fromEntries(metrics) };
}
