import { openRun } from '@evoline/activities/ledger/open-run';
import { planEvaluation } from '@evoline/activities/ledger/plan-evaluation';
import { planStep } from '@evoline/activities/ledger/plan-step';
import { excludeGroup, finishGroup } from '@evoline/db/queries/finish-group';
import { groupsById } from '@evoline/db/queries/groups';
import { recordRewards } from '@evoline/db/queries/rewards';
import { samplesOfGroups } from '@evoline/db/queries/samples';
import { keyedRewardRule } from '@evoline/activities/reward/keyed-reward-rule';
import { contentDigest } from '@evoline/domain/content-digest';
import { blobCalled } from '@evoline/testing/database/seed-mined';
import { type SeededTraining, seedTraining } from '@evoline/testing/database/seed-training';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerDeps } from './ledger-deps.ts';

let ledger: TestDatabase;
let training: SeededTraining;
beforeAll(async () => {
  ledger = await startTestDatabase();
  const items = { warmStart: 2, train: 6, heldOut: 3 };
  training = await seedTraining(ledger.database, {
    items,
    steps: 2,
    promptsPerStep: 4,
    groupSize: 2,
  });
});
afterAll(() => ledger.stop());

const deps = () => ledgerDeps(ledger.database);
const step = (number: number) => ({
  runId: training.runId,
  step: number,
  fromPolicyVersion: training.last.id,
});

let evaluations = 0;
async function evaluate(policyVersion = training.last.id) {
  evaluations += 1;
  const { runId } = await openRun(deps(), {
    workflow: 'evaluateCheckpoint',
    input: { policyVersion, samples: 2 },
    workflowId: `evaluate-${evaluations}`,
    firstRunId: 'first',
  });
  return await planEvaluation(deps(), { runId, policyVersion });
}

async function finish(groupId: string, samples: number): Promise<void> {
  await finishGroup(ledger.database, {
    groupId,
    blob: blobCalled(groupId),
    templateDigest: contentDigest('template'),
    engine: 'default',
    engineBuild: 'build',
    servedName: 'policy@1',
    weightsDigestAtDispatch: training.last.weightsDigest,
    weightsDigestAtFinish: training.last.weightsDigest,
    promptTokens: 50,
    samples: Array.from({ length: samples }, (_, index) => ({
      index,
      finishReason: 'stop',
      completionTokens: 40,
      outputDigest: contentDigest([groupId, index]),
      excludedReason: null,
    })),
  });
}

async function score(groupId: string): Promise<void> {
  const { key } = keyedRewardRule(training.config.reward);
  const samples = await samplesOfGroups(ledger.database, [groupId]);
  const rows = samples.map(({ runId, index }) => ({
    ...key,
    runId,
    groupId,
    index,
    outcome: 'scored' as const,
    value: 1,
    exact: true,
    category: null,
    detail: null,
    parts: [],
  }));
  await recordRewards(ledger.database, rows, []);
}

test('a step is planned with as many different groups as prompts, the same each time', async () => {
  const plan = await planStep(deps(), step(3));
  expect(plan.committed).toBeNull();
  expect(new Set(plan.groups.map((group) => group.groupId)).size).toBe(4);
  expect(await planStep(deps(), step(3))).toEqual(plan);
  const rows = await groupsById(
    ledger.database,
    plan.groups.map((group) => group.groupId),
  );
  expect(rows.every((row) => row.state === 'planned' && row.step === 3)).toBe(true);
});

test('a committed step is answered with its version and nothing to do', async () => {
  const done = { ...step(2), fromPolicyVersion: `${training.runId}:1` };
  expect(await planStep(deps(), done)).toMatchObject({ groups: [], committed: { step: 2 } });
});

test('two steps on one policy version never share a group', async () => {
  const ids = [];
  for (const number of [3, 4, 5]) {
    const plan = await planStep(deps(), step(number));
    ids.push(...plan.groups.map((group) => group.groupId));
  }
  expect(new Set(ids).size).toBe(12);
});

test('seeds depend on the configuration and not on the run', async () => {
  const [known] = await ledger.sql("select config from run where id = 'train-run'");
  await ledger.sql(
    `insert into run select 'twin', 'twin', workflow, null, 'twin', first_run_id, $1, config_digest, code_revision,
     project, created_by, plan from run where id = 'train-run'`,
    [JSON.stringify(known?.['config'])],
  );
  const [one, two] = [
    await planStep(deps(), step(7)),
    await planStep(deps(), { ...step(7), runId: 'twin' }),
  ];
  expect(two.groups.map((group) => [group.itemDigest, group.seed])).toEqual(
    one.groups.map((group) => [group.itemDigest, group.seed]),
  );
  expect(two.groups[0]?.groupId).not.toBe(one.groups[0]?.groupId);
});

test('a second evaluation of the same weights has nothing left to do', async () => {
  const plan = await evaluate();
  expect(plan).toMatchObject({ items: 3 });
  expect([plan.greedy.length, plan.sampled.length]).toEqual([3, 3]);
  for (const { groupId } of plan.greedy) await finish(groupId, 1);
  for (const { groupId } of plan.sampled) await finish(groupId, 2);
  // Sampled, but not scored yet: still to do.
  expect((await evaluate()).sampled).toHaveLength(3);
  for (const { groupId } of [...plan.greedy, ...plan.sampled]) await score(groupId);
  expect(await evaluate()).toMatchObject({ greedy: [], sampled: [], items: 3 });
});

test('what a passing fault took out is tried again, what the item is at fault for is not', async () => {
  const plan = await evaluate(`${training.runId}:1`);
  const [first, second, third] = plan.greedy.map((group) => group.groupId);
  const take = (groupId = '', reason: 'engine_fault' | 'prompt_over_budget') =>
    excludeGroup(ledger.database, { groupId, reason, engine: 'default' });
  await take(first, 'engine_fault');
  await take(second, 'prompt_over_budget');
  const again = await evaluate(`${training.runId}:1`);
  expect(again.greedy.map((group) => group.groupId)).toEqual([first, third]);
});

test('a finished group is finished once, and never taken out again', async () => {
  const plan = await planStep(deps(), step(8));
  const groupId = plan.groups[0]?.groupId ?? '';
  await finish(groupId, 2);
  await finish(groupId, 2);
  expect(await samplesOfGroups(ledger.database, [groupId])).toHaveLength(2);
  const late = { groupId, reason: 'engine_fault', engine: null } as const;
  expect(await excludeGroup(ledger.database, late)).toBe(false);
});
