import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Database } from '../open-database.ts';
import type { StepCommit } from './commit-step.ts';
import { assertRunLease } from './leases.ts';
import { policyVersionById, policyVersionRef } from './policy-versions.ts';
import { assertFrozenBatch, assertHead, lockChain, stepAt, writeStep } from './step-chain.ts';

/**
 * Commits a step whose batch has no signal: the policy version stays, the cursor moves on.
 * Repeated, it answers the same.
 *
 * @throws EvolineFailure conflict, lease_lost as `commitStep`
 */
export async function commitIdleStep(
  database: Database,
  commit: Omit<StepCommit, 'weightsDigest' | 'checkpoint' | 'recovery'>,
): Promise<PolicyVersionRef> {
  const kept = await policyVersionById(database, commit.fromPolicyVersion);
  await database.transaction(async (db) => {
    const chain = await lockChain(db, commit.runId);
    const done = await stepAt(db, commit.runId, commit.step);
    if (done?.toPolicyVersion === kept.id && done.fromPolicyVersion === kept.id) return;
    await assertRunLease(db, chain, commit.epoch);
    await assertFrozenBatch(db, commit);
    assertHead(chain, commit);
    await writeStep(db, { ...commit, toPolicyVersion: kept.id });
  });
  return policyVersionRef(kept);
}
