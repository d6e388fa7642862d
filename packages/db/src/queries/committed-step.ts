import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Database } from '../open-database.ts';
import { policyVersionById, policyVersionRef } from './policy-versions.ts';
import { stepAt } from './step-chain.ts';

/** The policy version that a run stands at after a step; null while the step is not committed. */
export async function committedStep(
  database: Database,
  runId: string,
  step: number,
): Promise<PolicyVersionRef | null> {
  const row = await database.query((db) => stepAt(db, runId, step));
  if (row === null) return null;
  return policyVersionRef(await policyVersionById(database, row.toPolicyVersion));
}
