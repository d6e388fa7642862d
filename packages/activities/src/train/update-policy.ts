import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TrainerCall } from '@evoline/clients/trainer/conversation';
import { EvolineFailure } from '@evoline/contract/failures';
import type { TrainPolicyConfig, UpdatePolicyRequest, UpdateResult } from '@evoline/contract/train';
import type { UpdateDone } from '@evoline/contract/trainer-protocol';
import { commitStep } from '@evoline/db/queries/commit-step';
import { type PolicyVersionRow, policyVersionById } from '@evoline/db/queries/policy-versions';
import type { ActivityContext } from '../activity-context.ts';
import { runConfig } from '../ledger/run-config.ts';
import { whileRenewingLeases } from '../while-renewing-leases.ts';
import { coldStart } from './cold-start.ts';
import { committedUpdate } from './committed-update.ts';
import { runUpdate } from './run-update.ts';
import type { TrainDeps } from './train-deps.ts';
import type { TrainerSession } from './trainer-sessions.ts';

/**
 * One GRPO update: the trainer that holds the parent's weights turns them into the next by the frozen
 * batch. It is kept alive between updates; when it is lost, another is brought to the same weights
 * first. The checkpoint is stored before the version is committed by compare-and-set; a step that is
 * committed already is returned as it is.
 *
 * @throws EvolineFailure input_invalid, trainer_*, conflict, lease_lost, store_*
 */
export async function updatePolicy(
  deps: TrainDeps,
  request: UpdatePolicyRequest,
  context: ActivityContext,
): Promise<UpdateResult> {
  const { runId } = request;
  return whileRenewingLeases(deps.database, runId, () =>
    deps.sessions.inTurn(runId, async () => {
      context.signal.throwIfAborted();
      const committed = await committedUpdate(deps.database, request);
      if (committed !== null) return committed;
      const config = await runConfig(deps.database, runId, 'trainPolicy');
      const from = await policyVersionById(deps.database, request.fromPolicyVersion);
      const call = { signal: context.signal, onProgress: context.heartbeat };
      const session = await sessionAt(deps, request, config, from, call);
      return update(deps, { request, config, session, call });
    }),
  );
}

/** A trainer that holds the parent's weights: the live one if it does, else a new one. */
async function sessionAt(
  deps: TrainDeps,
  request: UpdatePolicyRequest,
  config: TrainPolicyConfig,
  target: PolicyVersionRow,
  call: TrainerCall,
): Promise<TrainerSession> {
  const { runId } = request;
  const microBatch = usableMicroBatch(request, config);
  const warm = deps.sessions.warm(runId, microBatch, target.weightsDigest);
  if (warm !== null) return warm;
  await deps.sessions.end(runId);
  await deps.sessions.makeRoom();
  const session = await coldStart(deps, { config, target, microBatch }, call);
  deps.sessions.hold(runId, session);
  return session;
}

function usableMicroBatch({ microBatch }: UpdatePolicyRequest, config: TrainPolicyConfig): number {
  const samples = config.promptsPerStep * config.sampling.samples;
  const wanted = microBatch ?? config.microBatch;
  if (samples % wanted === 0) return wanted;
  throw new EvolineFailure(
    'input_invalid',
    `microBatch: ${wanted} does not divide the ${samples} samples of an update`,
  );
}

interface Update {
  readonly request: UpdatePolicyRequest;
  readonly config: TrainPolicyConfig;
  readonly session: TrainerSession;
  readonly call: TrainerCall;
}

async function update(deps: TrainDeps, of: Update): Promise<UpdateResult> {
  const { request, config, session, call } = of;
  const out = path.join(session.scratch, `step-${request.step}`);
  const saveRecovery = request.step % config.recoveryEvery === 0;
  const batchSha256 = request.batch.sha256;
  try {
    const update = { batchSha256, out, saveRecovery };
    return await commit(deps, of, await runUpdate(deps, session.trainer, update, call));
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function commit(
  { database, store }: TrainDeps,
  { request, config, session }: Update,
  done: UpdateDone,
): Promise<UpdateResult> {
  const { runId, step, fromPolicyVersion, batch, epoch } = request;
  const checkpoint = await store.putDirectory(done.policy_dir);
  const recovery = done.recovery_dir === null ? null : await store.putDirectory(done.recovery_dir);
  // A digest holds for one micro-batch and one thread count: both stand beside it.
  const metrics = {
    ...done.metrics,
    microBatch: session.microBatch,
    torchThreads: config.torchThreads,
  };
  const version = { weightsDigest: done.weights_digest, checkpoint, recovery, metrics };
  const place = { runId, step, fromPolicyVersion, batch, epoch };
  const policyVersion = await commitStep(database, { ...place, ...version });
  return { policyVersion, metrics };
}
