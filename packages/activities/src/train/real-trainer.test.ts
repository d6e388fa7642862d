import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createEngineClient } from '@evoline/clients/engine/engine-client';
import { mediaTypes } from '@evoline/contract/artifact';
import type { GroupPlan } from '@evoline/contract/rollout';
import type { PolicyVersionRef, TrainPolicyInput } from '@evoline/contract/train';
import { recordBatch } from '@evoline/db/queries/batches';
import { groupsById } from '@evoline/db/queries/groups';
import { assembleBatch } from '@evoline/domain/train/assemble-batch';
import { encodeBatch } from '@evoline/domain/train/encode-batch';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { policyPython } from '@evoline/testing/policy/policy-python';
import { type PolicyServer, startPolicyServer } from '@evoline/testing/policy/start-policy-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityContext } from '../activity-context.ts';
import { planStep } from '../ledger/plan-step.ts';
import { readGroup } from '../read-group.ts';
import { publishPolicy } from '../rollout/publish-policy.ts';
import { sampleChunk } from '../rollout/sample-chunk.ts';
import { TrainerSessions } from './trainer-sessions.ts';
import { updatePolicy } from './update-policy.ts';
import { warmStartPolicy } from './warm-start-policy.ts';

const fewMinutes = 400_000;
const tiny: TrainPolicyInput = {
  base: 'tiny',
  steps: 6,
  groupSize: 4,
  promptsPerStep: 2,
  maxPromptTokens: 200,
  maxCompletionTokens: 24,
  warmStart: { steps: 4, batchSize: 4 },
};
let server: PolicyServer;
let ground: TrainingGround | undefined;

beforeEach(async () => {
  server = await startPolicyServer();
}, fewMinutes);
afterEach(() => Promise.all([server.stop(), ground?.stop()]));

describe('the real trainer', () => {
  it(
    'gives equal runs equal weights, also when it is killed in mid-update',
    async () => {
      ground = await startTrainingGround({ itemsPerSplit: 12, input: tiny });
      const undisturbed = await trainedRun(ground, 'undisturbed');
      const first = await undisturbed.step(1, undisturbed.base);
      const second = await undisturbed.step(2, first);
      await undisturbed.end();

      const disturbed = await trainedRun(ground, 'disturbed');
      expect(disturbed.base.weightsDigest).toBe(undisturbed.base.weightsDigest);
      const before = await disturbed.step(1, disturbed.base);
      expect(before.weightsDigest).toBe(first.weightsDigest);
      await expect(
        disturbed.step(2, before, killedAtFirstWork(await trainerPids())),
      ).rejects.toMatchObject({
        code: 'trainer_died',
      });
      const after = await disturbed.step(2, before);
      expect(after.weightsDigest).toBe(second.weightsDigest);
      await disturbed.end();
    },
    fewMinutes,
  );

  it(
    'trains a LoRA adapter, which the engine serves on its base, and recovers it',
    async () => {
      const input = { ...tiny, adaptation: 'lora', loraRank: 4 } as const;
      ground = await startTrainingGround({ itemsPerSplit: 12, input });
      const run = await trainedRun(ground, 'lora');
      const adapter = await run.step(1, run.base);
      expect(adapter.weightsDigest).not.toBe(run.base.weightsDigest);
      run.moveToAnotherWorker();
      // Sampled from the adapter; a replay that gave other weights would fail as diverged.
      const next = await run.step(2, adapter);
      expect(next.step).toBe(2);
      await run.end();
    },
    fewMinutes,
  );
});

async function trainedRun(on: TrainingGround, runId: string) {
  const run = await on.openRun(runId);
  const sessions: TrainerSessions[] = [new TrainerSessions()];
  const deps = () => ({
    database: on.database,
    store: on.store,
    engines: new Map([['default', createEngineClient({ name: 'default', address: server.url })]]),
    python: policyPython,
    sessions: sessions.at(-1) ?? new TrainerSessions(),
    host: 'here',
    scratch: path.join(on.scratch, 'worker'),
  });
  const base = await warmStartPolicy(deps(), run, attemptContext());
  const step = async (
    number: number,
    from: PolicyVersionRef,
    context: ActivityContext = attemptContext(),
  ): Promise<PolicyVersionRef> => {
    const place = { runId, step: number, fromPolicyVersion: from.id };
    const { groups } = await planStep(on, place);
    const request = { runId, policyVersion: from.id, engine: 'default' };
    await publishPolicy(deps(), request, attemptContext());
    const { template, sampling } = on.config;
    const chunk = { ...request, purpose: 'train' as const, step: number };
    await sampleChunk(deps(), { ...chunk, template, sampling, groups }, attemptContext());
    const batch = await freezeByLength(on, place, groups, { from, base });
    const update = { ...place, batch, microBatch: 4, epoch: run.epoch };
    return (await updatePolicy(deps(), update, context)).policyVersion;
  };
  return {
    base,
    step,
    moveToAnotherWorker: () => sessions.push(new TrainerSessions()),
    end: () => Promise.all(sessions.map((each) => each.endAll())),
  };
}

/**
 * A policy that has imitated four batches writes nothing that could be rewarded, so samples are
 * rewarded for their first token here: what is proven is what becomes of a batch.
 */
async function freezeByLength(
  { database, store, config }: TrainingGround,
  place: { readonly runId: string; readonly step: number; readonly fromPolicyVersion: string },
  plans: readonly GroupPlan[],
  { from, base }: { readonly from: PolicyVersionRef; readonly base: PolicyVersionRef },
) {
  const rows = await groupsById(
    database,
    plans.map((plan) => plan.groupId),
  );
  const groups = [];
  for (const { groupId } of plans) {
    const row = rows.find((each) => each.groupId === groupId);
    const record = await readGroup(store, { groupId, blobSha256: row?.blobSha256 ?? null });
    const samples = record.samples.map((sample) => ({
      ...sample,
      reward: ((sample.tokenIds[0] ?? 0) % 7) / 7,
    }));
    groups.push({ groupId, promptTokenIds: record.promptTokenIds, samples });
  }
  const { rows: batchRows, hasSignal } = assembleBatch(groups);
  const header = {
    step: place.step,
    baseWeightsDigest: base.weightsDigest,
    fromWeightsDigest: from.weightsDigest,
    groupSize: config.sampling.samples,
    temperature: config.sampling.temperature,
  };
  const batch = await store.put(encodeBatch(header, batchRows), mediaTypes.batch);
  const metrics = { reward: 0, wellFormed: 0, exact: 0, zeroVarianceGroups: 0, truncated: 0 };
  await recordBatch(database, {
    ...place,
    batch,
    hasSignal,
    samples: batchRows.length,
    metrics: { ...metrics, excluded: 0 },
    members: batchRows.map(({ groupId, index, advantage }) => ({ groupId, index, advantage })),
  });
  return batch;
}

/** An attempt whose trainer, which lives since the step before, gets SIGKILL as soon as its update has begun. */
function killedAtFirstWork(pids: readonly number[]): ActivityContext {
  const context = attemptContext();
  let killed = false;
  return {
    ...context,
    heartbeat: (details) => {
      context.heartbeat(details);
      if (killed || !/"phase":"(forward|backward)"/.test(JSON.stringify(details ?? null))) return;
      killed = true;
      for (const pid of pids) process.kill(pid, 'SIGKILL');
    },
  };
}

/** Trainers started by this process's tests, without their guards. */
async function trainerPids(): Promise<number[]> {
  const pids: number[] = [];
  for (const pid of (await readdir('/proc')).map(Number).filter(Number.isInteger)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const isOurs = command.includes(ground?.scratch ?? 'nothing');
    if (isOurs && command.includes('evoline_policy.update') && !command.includes('guard')) {
      pids.push(pid);
    }
  }
  return pids;
}
