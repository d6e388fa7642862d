import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TrainerCall } from '@evoline/clients/trainer/conversation';
import { type Trainer, startTrainer } from '@evoline/clients/trainer/trainer';
import { EvolineFailure } from '@evoline/contract/failures';
import type { TrainPolicyConfig } from '@evoline/contract/train';
import type { UpdateDone } from '@evoline/contract/trainer-protocol';
import {
  type PolicyVersionRow,
  policyVersionById,
  policyVersionId,
} from '@evoline/db/queries/policy-versions';
import { recoveryPathTo } from '@evoline/db/queries/recovery-path';
import type { StepRow } from '@evoline/db/queries/step-chain';
import { updatesDone } from '@evoline/db/queries/updates-done';
import { type SessionStart, trainerSession } from '@evoline/domain/train/trainer-session';
import { runUpdate } from './run-update.ts';
import type { TrainDeps } from './train-deps.ts';
import type { TrainerSession } from './trainer-sessions.ts';

/** Which weights a new trainer must hold, and how it works from then on. */
export interface ColdStart {
  readonly config: TrainPolicyConfig;
  readonly target: PolicyVersionRow;
  readonly microBatch: number;
}

/**
 * Starts a trainer that stands where the lost one stood: from the newest recovery state at or before
 * the target, replaying the recorded batches since. Every replayed update must give the weights that
 * were recorded. Updates that were done with another micro-batch are replayed with that one.
 *
 * @throws EvolineFailure trainer_diverged, and what `startTrainer` and `update` raise
 */
export async function coldStart(
  deps: TrainDeps,
  start: ColdStart,
  call: TrainerCall,
): Promise<TrainerSession> {
  const scratch = path.join(deps.scratch, `trainer-${randomUUID()}`);
  let trainer: Trainer | null = null;
  try {
    const { from, replay } = await recoveryPathTo(deps.database, start.target);
    let resume = await resumeFrom(deps, from);
    let digest = from.weightsDigest;
    const stations = [...replay.map((step) => station(step, start)), null];
    for (const [at, replayed] of stations.entries()) {
      const microBatch = replayed?.microBatch ?? start.microBatch;
      trainer ??= await startAt(deps, start, { microBatch, resume, digest, scratch }, call);
      if (replayed === null) break;
      const next = stations[at + 1]?.microBatch ?? start.microBatch;
      const saveRecovery = next !== microBatch;
      const done = await redo(deps, trainer, { ...replayed, scratch, saveRecovery }, call);
      digest = done.weights_digest;
      if (done.recovery_dir === null) continue;
      await trainer.close();
      trainer = null;
      resume = { recoveryDirectory: done.recovery_dir, updatesDone: done.updates_done };
    }
    if (trainer === null) throw new EvolineFailure('internal', 'no trainer was started');
    return { trainer, microBatch: start.microBatch, scratch };
  } catch (error) {
    await trainer?.close();
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function resumeFrom(
  deps: TrainDeps,
  from: PolicyVersionRow,
): Promise<SessionStart['resume']> {
  const done = await updatesDone(deps.database, from.runId, from.step);
  if (done === 0 || from.recoverySha256 === null) return null;
  const recoveryDirectory = await deps.store.materialise({ sha256: from.recoverySha256 });
  return { recoveryDirectory, updatesDone: done };
}

interface Replayed {
  readonly step: StepRow;
  readonly microBatch: number;
}

function station(step: StepRow, { config }: ColdStart): Replayed {
  return { step, microBatch: step.metrics['microBatch'] ?? config.microBatch };
}

async function startAt(
  deps: TrainDeps,
  { config, target }: ColdStart,
  at: Pick<SessionStart, 'microBatch' | 'resume'> & { digest: string; scratch: string },
  call: TrainerCall,
): Promise<Trainer> {
  const base = await policyVersionById(deps.database, policyVersionId(target.runId, 0));
  const session = trainerSession(config, {
    baseWeightsDigest: base.weightsDigest,
    basePolicy: await deps.store.materialise({ sha256: base.checkpointSha256 }),
    resume: at.resume,
    microBatch: at.microBatch,
  });
  const trainer = await startTrainer(deps.python, session, at.scratch, call);
  if (trainer.weightsDigest === at.digest) return trainer;
  await trainer.close();
  throw new EvolineFailure(
    'trainer_diverged',
    `the trainer started with weights ${trainer.weightsDigest}, recorded are ${at.digest}`,
  );
}

async function redo(
  deps: TrainDeps,
  trainer: Trainer,
  { step, scratch, saveRecovery }: Replayed & { scratch: string; saveRecovery: boolean },
  call: TrainerCall,
): Promise<UpdateDone> {
  const { batchSha256, toPolicyVersion } = step;
  if (batchSha256 === null) {
    throw new EvolineFailure('internal', `step ${step.step} recorded no batch`);
  }
  const out = path.join(scratch, `replay-${step.step}`);
  const done = await runUpdate(deps, trainer, { batchSha256, out, saveRecovery }, call);
  const recorded = await policyVersionById(deps.database, toPolicyVersion);
  if (done.weights_digest === recorded.weightsDigest) return done;
  throw new EvolineFailure(
    'trainer_diverged',
    `replaying step ${step.step} gave weights ${done.weights_digest}, recorded are ${recorded.weightsDigest}`,
  );
}
