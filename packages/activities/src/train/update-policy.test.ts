import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mediaTypes } from '@evoline/contract/artifact';
import type { PolicyVersionRef, UpdateResult } from '@evoline/contract/train';
import { recordBatch } from '@evoline/db/queries/batches';
import { commitIdleStep } from '@evoline/db/queries/commit-idle-step';
import { releaseLease, acquireLease } from '@evoline/db/queries/leases';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { seedPolicyVersion } from '@evoline/testing/loop/seed-policy-version';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import {
  type ScriptedTrainerFaults,
  scriptedTrainer,
} from '@evoline/testing/trainer/scripted-trainer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeTrainer } from './close-trainer.ts';
import { findTrainHost } from './find-train-host.ts';
import type { TrainDeps } from './train-deps.ts';
import { TrainerSessions } from './trainer-sessions.ts';
import { updatePolicy } from './update-policy.ts';

let ground: TrainingGround;
const registries: TrainerSessions[] = [];
let runs = 0;

beforeAll(async () => {
  // Recovery state at every fifth update, so that a cold start has something to replay.
  ground = await startTrainingGround({ input: { steps: 12, groupSize: 4, promptsPerStep: 2 } });
});
afterEach(() => Promise.all(registries.splice(0).map((sessions) => sessions.endAll())));
afterAll(() => ground.stop());

describe('updatePolicy', () => {
  it('keeps one trainer alive from update to update', async () => {
    const run = await openRun();
    const versions = await run.updateTo(4);
    expect(versions.map((version) => version.step)).toEqual([0, 1, 2, 3, 4]);
    expect(await run.starts()).toEqual(['0 updates, micro-batch 8']);
    const [row] = await ground.postgres.sql(
      'select metrics, batch_sha256 from step where run_id = $1 and step = 4',
      [run.runId],
    );
    expect(row).toMatchObject({ metrics: { loss: 0.5, microBatch: 8, torchThreads: 1 } });
  });

  it('gives the weights of an undisturbed run when the trainer was killed in mid-update', async () => {
    const undisturbed = await (await openRun()).updateTo(8);
    const run = await openRun({ killAtUpdate: 8 });
    await run.updateTo(7);
    await expect(run.update(8)).rejects.toMatchObject({ code: 'trainer_died' });
    const result = await run.update(8);
    expect(result.policyVersion.weightsDigest).toBe(undisturbed[8]?.weightsDigest);
    expect(await run.starts()).toEqual(['0 updates, micro-batch 8', '5 updates, micro-batch 8']);
  });

  it('gives them after the worker was killed too: another worker starts from the store', async () => {
    const undisturbed = await (await openRun()).updateTo(7);
    const run = await openRun();
    await run.updateTo(6);
    run.moveToAnotherWorker();
    const result = await run.update(7);
    expect(result.policyVersion.weightsDigest).toBe(undisturbed[7]?.weightsDigest);
  });

  it('recovers across steps that had no signal', async () => {
    const run = await openRun();
    await run.updateTo(2);
    await run.idleStep(3);
    const before = await run.update(4);
    run.moveToAnotherWorker();
    await run.update(5);
    expect(before.policyVersion.step).toBe(4);
    expect(await run.starts()).toEqual(['0 updates, micro-batch 8', '0 updates, micro-batch 8']);
  });

  it('returns a committed step as it is, without a trainer', async () => {
    const run = await openRun();
    await run.updateTo(1);
    run.moveToAnotherWorker();
    const again = await run.update(1);
    expect(again.policyVersion.id).toBe(`${run.runId}:1`);
    expect(again.metrics['loss']).toBe(0.5);
    expect(await run.starts()).toHaveLength(1);
  });

  it('goes on with another micro-batch, and replays each update with its own', async () => {
    const run = await openRun();
    await run.updateTo(2);
    const small = await run.update(3, { microBatch: 4 });
    expect(small.metrics['microBatch']).toBe(4);
    run.moveToAnotherWorker();
    await run.update(4, { microBatch: 2 });
    expect(await run.starts()).toEqual([
      '0 updates, micro-batch 8',
      // The second micro-batch: everything before is replayed with the first.
      '0 updates, micro-batch 8',
      '2 updates, micro-batch 4',
      // The third, on another worker.
      '0 updates, micro-batch 8',
      '2 updates, micro-batch 4',
      '3 updates, micro-batch 2',
    ]);
  });

  it('says when a replay gives other weights than were recorded', async () => {
    const run = await openRun({ driftAtUpdate: 1 });
    await run.updateTo(2);
    run.moveToAnotherWorker();
    await expect(run.update(3)).rejects.toMatchObject({
      code: 'trainer_diverged',
      message: expect.stringMatching(/replaying step 1 gave weights .*, recorded are/),
    });
  });

  it('refuses a late commit: the lease has a new epoch', async () => {
    const run = await openRun();
    await run.updateTo(1);
    const key = `run:${run.runId}`;
    await releaseLease(ground.database, { key, runId: run.runId, epoch: run.epoch });
    await acquireLease(ground.database, { key, runId: run.runId, seconds: 60 });
    await expect(run.update(2)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it('refuses a micro-batch that does not divide the batch, naming the field', async () => {
    const run = await openRun();
    await run.updateTo(0);
    await expect(run.update(1, { microBatch: 3 })).rejects.toMatchObject({
      code: 'input_invalid',
      message: 'microBatch: 3 does not divide the 8 samples of an update',
    });
  });

  it('is cancelled: the trainer is gone, and the next attempt recovers', async () => {
    const run = await openRun();
    await run.updateTo(1);
    const controller = new AbortController();
    controller.abort(new Error('cancelled'));
    await expect(run.update(2, { signal: controller.signal })).rejects.toThrow('cancelled');
    expect((await run.update(2)).policyVersion.step).toBe(2);
  });

  it('lets two attempts at one step make one version', async () => {
    const run = await openRun();
    await run.updateTo(1);
    const [first, second] = await Promise.all([run.update(2), run.update(2)]);
    expect(second.policyVersion).toEqual(first.policyVersion);
  });

  it('reports a damaged batch and does not train on it', async () => {
    const run = await openRun();
    await run.updateTo(0);
    const batch = await run.freeze(1);
    const restore = await damageArtifact(ground.storeFolder, batch.sha256);
    await expect(run.update(1)).rejects.toMatchObject({ code: 'store_corrupt' });
    await restore();
  });
});

describe('the training host', () => {
  it('is found by its own queue, and gives a trainer up when asked', async () => {
    const run = await openRun();
    expect(await findTrainHost(run.deps())).toEqual({ host: 'here', queue: 'gpu-train.here' });
    await run.updateTo(1);
    await closeTrainer(run.deps(), { runId: run.runId });
    await run.update(2);
    expect(await run.starts()).toHaveLength(2);
  });
});

async function openRun(faults: ScriptedTrainerFaults = {}) {
  const { runId, epoch } = await ground.openRun(`update-${runs++}`);
  const home = path.join(ground.scratch, `python-${runId}`);
  const python = await scriptedTrainer(home, faults);
  let sessions = registered();
  let from: PolicyVersionRef | null = null;
  const fromOf = new Map<number, PolicyVersionRef>();
  const deps = (): TrainDeps => {
    const { database, store } = ground;
    const scratch = path.join(ground.scratch, `worker-${runId}`);
    return { database, store, python, sessions, host: 'here', scratch };
  };
  const freeze = (step: number) => freezeStep(runId, step, fromOf.get(step)?.id ?? '');
  const update = async (
    step: number,
    { microBatch = null, signal }: { microBatch?: number | null; signal?: AbortSignal } = {},
  ): Promise<UpdateResult> => {
    if (!fromOf.has(step) && from !== null) fromOf.set(step, from);
    const batch = await freeze(step);
    const fromPolicyVersion = fromOf.get(step)?.id ?? '';
    const request = { runId, step, fromPolicyVersion, batch, microBatch, epoch };
    const result = await updatePolicy(deps(), request, attemptContext(1, signal));
    from = result.policyVersion;
    return result;
  };
  const updateTo = async (last: number): Promise<PolicyVersionRef[]> => {
    from = await seedPolicyVersion(ground, { runId, epoch }, 'scripted');
    const versions = [from];
    fromOf.set(1, from);
    for (let step = 1; step <= last; step += 1) {
      versions.push((await update(step)).policyVersion);
    }
    return versions;
  };
  return {
    runId,
    epoch,
    deps,
    update,
    updateTo,
    freeze,
    idleStep: async (step: number) => {
      if (from !== null) fromOf.set(step, from);
      const place = { runId, step, fromPolicyVersion: from?.id ?? '', epoch, metrics: {} };
      await commitIdleStep(ground.database, { ...place, batch: await freeze(step) });
    },
    moveToAnotherWorker: () => {
      sessions = registered();
    },
    starts: async () => (await readFile(path.join(home, 'starts'), 'utf8')).trimEnd().split('\n'),
  };
}

function registered(): TrainerSessions {
  const sessions = new TrainerSessions();
  registries.push(sessions);
  return sessions;
}

/** The batch of a step; equal steps of all runs have equal bytes. */
async function freezeStep(runId: string, step: number, fromPolicyVersion: string) {
  const content = new TextEncoder().encode(`batch of step ${step}`);
  const batch = await ground.store.put(content, mediaTypes.batch);
  const frozen = { step, batch, samples: 0, hasSignal: true, metrics: noMetrics };
  await recordBatch(ground.database, { ...frozen, runId, fromPolicyVersion, members: [] });
  return batch;
}

const noMetrics = {
  reward: null,
  wellFormed: null,
  exact: null,
  zeroVarianceGroups: null,
  truncated: null,
  excluded: 0,
};
