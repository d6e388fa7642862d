import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { frozenBatch } from '@evoline/db/queries/batches';
import * as idle from '@evoline/db/queries/commit-idle-step';
import type { LedgerDeps } from './ledger-deps.ts';

/**
 * Records a step whose batch had no signal; the policy version stays.
 *
 * @throws EvolineFailure conflict, lease_lost; input_invalid when the batch does have signal
 */
export async function commitIdleStep(
  { database }: Pick<LedgerDeps, 'database'>,
  request: {
    readonly runId: string;
    readonly step: number;
    readonly fromPolicyVersion: string;
    readonly batch: ArtifactRef;
    readonly epoch: number;
  },
): Promise<PolicyVersionRef> {
  const frozen = await frozenBatch(database, request.runId, request.step);
  if (frozen?.hasSignal === true) {
    throw new EvolineFailure('input_invalid', `the batch of step ${request.step} has signal`);
  }
  return await idle.commitIdleStep(database, { ...request, metrics: frozen?.metrics ?? {} });
}
