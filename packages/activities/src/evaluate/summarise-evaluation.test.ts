import type { ConfigOf } from '@evoline/contract/run';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { evaluationItemsOf, findEvaluation } from '@evoline/db/queries/evaluations';
import { groupsById } from '@evoline/db/queries/groups';
import { insertRun } from '@evoline/db/queries/runs';
import { resolveEvaluateConfig } from '@evoline/domain/run/resolve-evaluate-config';
import { aRun } from '@evoline/testing/database/seed-mined';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { seedPolicyVersion } from '@evoline/testing/loop/seed-policy-version';
import { exactAnswer } from '@evoline/testing/loop/seed-task-dataset';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planEvaluation } from '../ledger/plan-evaluation.ts';
import { scoreGroups } from '../reward/score-groups.ts';
import { openScorePool } from '../reward/score-pool.ts';
import { publishPolicy } from '../rollout/publish-policy.ts';
import { sampleChunk } from '../rollout/sample-chunk.ts';
import { summariseEvaluation } from './summarise-evaluation.ts';

const heldOut = 8;
let ground: TrainingGround;
let runs = 0;
const pool = openScorePool({ threads: 1 });

beforeAll(async () => {
  ground = await startTrainingGround({ itemsPerSplit: heldOut });
});
afterAll(async () => {
  await Promise.all([ground.stop(), pool.close()]);
});
beforeEach(() => ground.double.state.faults.clear());

describe('summariseEvaluation', () => {
  it('measures both decodings with exactness beside the reward, and stores every item', async () => {
    const { version, runId } = await trained('a', 5);
    const evaluated = await evaluate(version, null, runId);
    expect(evaluated).toMatchObject({ items: heldOut, split: 'held-out', comparison: null });
    expect(evaluated.greedy.exact).toMatchObject({ mean: 5 / 8, items: 8 });
    expect(evaluated.greedy.wellFormed.mean).toBe(1);
    expect(evaluated.sampled.exact.mean).toBe(5 / 8);
    expect(evaluated.sampled.reward.low).toBeLessThan(evaluated.sampled.reward.mean);
    const items = await evaluationItemsOf(ground.database, evaluated.evaluationId);
    expect(items.filter((item) => item.greedyExact)).toHaveLength(5);
    expect(items.every((item) => item.samples === 1 + 4)).toBe(true);
  });

  it('finds the same evaluation again, and has nothing left to sample', async () => {
    const { version, runId } = await trained('b', 3);
    const first = await evaluate(version, null, runId);
    const asked = ground.double.state.completions.length;
    const evaluationRun = await openEvaluation(version);
    const plan = await planEvaluation(ground, { runId: evaluationRun, policyVersion: version.id });
    expect([plan.greedy, plan.sampled]).toEqual([[], []]);
    expect(await evaluate(version, null, runId)).toEqual(first);
    expect(ground.double.state.completions).toHaveLength(asked);
  });

  it('compares with the baseline item by item', async () => {
    const before = await trained('c', 2);
    const after = await trained('d', 6);
    const baseline = await evaluate(before.version, null, before.runId);
    const { comparison } = await evaluate(after.version, baseline.evaluationId, after.runId);
    expect(comparison).toMatchObject({
      baselineEvaluation: baseline.evaluationId,
      items: heldOut,
      greedyExactGained: 4,
      greedyExactLost: 0,
      mcnemarP: 0.125,
    });
    expect(comparison?.sampledExact.mean).toBe(0.5);
    await expect(evaluate(after.version, 'no-such-evaluation', after.runId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('counts what could not be measured, and refuses to summarise nothing', async () => {
    const { version, runId } = await trained('e', 4);
    const evaluationRun = await openEvaluation(version, { maxPromptTokens: 1 });
    await sampleAndScore(version, evaluationRun, runId);
    const summary = summariseEvaluation(ground, {
      runId: evaluationRun,
      policyVersion: version.id,
      baselineEvaluation: null,
    });
    await expect(summary).rejects.toMatchObject({
      code: 'nothing_to_work_on',
      message: expect.stringContaining('prompt_over_budget 40'),
    });
    expect(await findEvaluation(ground.database, 'no-such-id')).toBeNull();
  });
});

/** A version 0 of its own weights that answers this many of the held-out items exactly. */
async function trained(weights: string, exactItems: number) {
  const run = await ground.openRun(`train-${runs++}`);
  const version = await seedPolicyVersion(ground, run, weights);
  exactItemsOf.set(version.weightsDigest.slice(0, 16), exactItems);
  ground.double.state.answerer = ({ prompt, model }) =>
    answerTo(prompt, exactItemsOf.get(model.slice('policy@'.length)) ?? 0);
  return { version, runId: run.runId };
}

const exactItemsOf = new Map<string, number>();

function answerTo(prompt: string, exactItems: number): string {
  const items = ground.items['held-out'];
  const at = items.findIndex(({ files }) => prompt.includes(files[0]?.path ?? '-'));
  const item = items[at];
  if (item === undefined) throw new Error('the prompt shows no held-out item');
  const exact = exactAnswer(item);
  return at < exactItems ? exact : exact.replace('a + b', 'b + a');
}

async function evaluate(version: PolicyVersionRef, baseline: string | null, trainRun: string) {
  const runId = await openEvaluation(version);
  await sampleAndScore(version, runId, trainRun);
  return summariseEvaluation(ground, {
    runId,
    policyVersion: version.id,
    baselineEvaluation: baseline,
  });
}

async function openEvaluation(
  version: PolicyVersionRef,
  lengths: Partial<ConfigOf<'evaluateCheckpoint'>['greedy']> = {},
): Promise<string> {
  const splits = { 'warm-start': heldOut, train: heldOut, 'held-out': heldOut };
  const dataset = { digest: ground.datasetVersion, splits };
  const { id, runId: trainRun, step } = version;
  const policy = { id, runId: trainRun, step, trained: ground.config };
  const resolved = resolveEvaluateConfig(
    { policyVersion: version.id },
    { dataset, policy, baseline: null },
  );
  const greedy = { ...resolved.greedy, ...lengths };
  const sampled = { ...resolved.sampled, ...lengths };
  const config = { ...resolved, greedy, sampled };
  const runId = `evaluate-${runs++}`;
  const configured = { workflow: 'evaluateCheckpoint' as const, config };
  await insertRun(
    ground.database,
    aRun({ id: runId, workflow: 'evaluateCheckpoint', config: configured }),
  );
  return runId;
}

async function sampleAndScore(version: PolicyVersionRef, runId: string, trainRun: string) {
  const deps = { ...ground, engines: new Map([['default', ground.engine]]) };
  const policyVersion = version.id;
  const publication = { runId: trainRun, policyVersion, engine: 'default' };
  await publishPolicy(deps, publication, attemptContext());
  const plan = await planEvaluation(ground, { runId, policyVersion });
  const { template } = ground.config;
  for (const groups of [plan.greedy, plan.sampled]) {
    const [first] = await groupsSampling(groups.map((group) => group.groupId));
    if (first === undefined) continue;
    const what = { runId, purpose: 'evaluate' as const, step: 0, policyVersion, engine: 'default' };
    const request = { ...what, template, sampling: first, groups };
    await sampleChunk(deps, request, attemptContext());
    const groupIds = groups.map((group) => group.groupId);
    await scoreGroups({ ...ground, pool }, { runId, groupIds }, attemptContext());
  }
}

async function groupsSampling(groupIds: readonly string[]) {
  return (await groupsById(ground.database, groupIds)).map((row) => row.sampling);
}
