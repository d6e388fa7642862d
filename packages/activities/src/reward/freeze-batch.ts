import { mediaTypes } from '@evoline/contract/artifact';
import type { FrozenBatch, TrainPolicyConfig } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { frozenBatch, recordBatch } from '@evoline/db/queries/batches';
import { policyVersionById, policyVersionId } from '@evoline/db/queries/policy-versions';
import { assembleBatch } from '@evoline/domain/train/assemble-batch';
import { type BatchHeader, encodeBatch } from '@evoline/domain/train/encode-batch';
import { runConfig } from '../ledger/run-config.ts';
import type { RewardDeps } from './reward-deps.ts';
import { scoredStep } from './scored-step.ts';

/**
 * Freezes the scored groups of a step into the batch file of its update, with advantages, members
 * and metrics. A step that was frozen before keeps its batch.
 *
 * @param request groups in the order of the plan
 * @throws EvolineFailure internal when a sample has no score yet
 */
export async function freezeBatch(
  deps: RewardDeps,
  request: {
    readonly runId: string;
    readonly step: number;
    readonly fromPolicyVersion: string;
    readonly groupIds: readonly string[];
  },
): Promise<FrozenBatch> {
  const { database, store } = deps;
  const { runId, step, fromPolicyVersion } = request;
  const frozen = await frozenBatch(database, runId, step);
  if (frozen !== null) return frozen;
  const config = await runConfig(database, runId, 'trainPolicy');
  const scored = await scoredStep(deps, config, request.groupIds);
  const { rows, hasSignal } = assembleBatch(scored.groups);
  const header = await batchHeader(database, request, config);
  const kept = rows.filter((row) => row.keep);
  return recordBatch(database, {
    runId,
    step,
    fromPolicyVersion,
    batch: await store.put(encodeBatch(header, rows), mediaTypes.batch),
    samples: kept.length,
    hasSignal,
    metrics: scored.metrics,
    members: kept.map(({ groupId, index, advantage }) => ({ groupId, index, advantage })),
  });
}

async function batchHeader(
  database: Database,
  request: { readonly runId: string; readonly step: number; readonly fromPolicyVersion: string },
  { sampling }: TrainPolicyConfig,
): Promise<BatchHeader> {
  const from = await policyVersionById(database, request.fromPolicyVersion);
  const base = await policyVersionById(database, policyVersionId(request.runId, 0));
  return {
    step: request.step,
    baseWeightsDigest: base.weightsDigest,
    fromWeightsDigest: from.weightsDigest,
    groupSize: sampling.samples,
    temperature: sampling.temperature,
  };
}
