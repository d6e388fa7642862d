import type { DoneResults } from '@evoline/contract/results';
import { failureMessage } from '@evoline/steering/failure-message';
import { startWorkflow } from '@evoline/steering/start-workflow';
import { type PolicyServer, startPolicyServer } from '@evoline/testing/policy/start-policy-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evoline } from '../evoline-command.ts';
import { openSuite, type Suite } from '../suite.ts';
import { attemptsOf } from './attempts-of.ts';
import { killService, killTrainers } from './stack-processes.ts';
import { faultedRun, TrainingUnderFault } from './training-under-fault.ts';

let suite: Suite;
let engine: PolicyServer;
let undisturbed: TrainingUnderFault;
/** One run goes through all the faults, in the order of this file. */
let disturbed: TrainingUnderFault;
const train = 'disturbed/train';

beforeAll(async () => {
  suite = await openSuite();
  engine = await startEngine();
  const reference = await suite.finished('runPipeline', 'undisturbed', faultedRun('undisturbed'));
  const { policyVersion } = reference as DoneResults['runPipeline'];
  undisturbed = new TrainingUnderFault(suite, policyVersion.runId);
  const options = { workflowId: 'disturbed' };
  await startWorkflow(suite.steering, 'runPipeline', faultedRun('disturbed'), options);
  const { runId } = await suite.until(train, (state) => state.runId !== null);
  disturbed = new TrainingUnderFault(suite, runId ?? '');
}, 400_000);
afterAll(async () => {
  await engine.stop();
  await suite.close();
});

function startEngine(): Promise<PolicyServer> {
  return startPolicyServer(Number(new URL(suite.addresses.engineUrl).port));
}

async function expectSameWeights(step: number): Promise<void> {
  expect(await disturbed.weightsAfter(step)).toBe((await undisturbed.weights())[step]);
}

test('the undisturbed run moves its weights at every step', async () => {
  expect(new Set(await undisturbed.weights()).size).toBe(8);
});

test('a trainer killed in mid-update changes nothing in the weights', async () => {
  const step = await disturbed.untilUpdating();
  expect(killTrainers(suite.addresses.home)).toBe(1);
  expect(await disturbed.weights()).toHaveLength(step);
  await expectSameWeights(step);
});

test('a worker killed in mid-update changes nothing in the weights', async () => {
  const step = await disturbed.untilUpdating();
  killService(suite.addresses.home, 'worker-gpu');
  expect(await disturbed.weights()).toHaveLength(step);
  await expectSameWeights(step);
});

test('a worker killed while it samples: its finished groups stay, the weights are the same', async () => {
  const step = await disturbed.untilSampling();
  killService(suite.addresses.home, 'worker-gpu');
  const finished = await disturbed.finishedGroups();
  await expectSameWeights(step);
  expect(await disturbed.finishedGroups()).toEqual(expect.toSatisfy(holds(finished)));
});

test.each(['postgres', 'temporal'] as const)('a run outlives the kill of %s', async (service) => {
  const step = await disturbed.untilUpdating();
  killService(suite.addresses.home, service);
  await expectSameWeights(step);
});

describe('an engine that is down', () => {
  let finished: ReadonlyMap<string, string>;
  let versions: readonly string[];

  test('makes the stage wait, says why, and the pipeline above shows it', async () => {
    await disturbed.untilSampling();
    await engine.stop();
    finished = await disturbed.finishedGroups();
    versions = await disturbed.weights();
    expect(await refusalOfRetry()).toContain('Nothing waits for a retry');
    await evaluate('forgotten', { retryDeadlineHours: 1 / 1800 });
    await evaluate('unwanted', {});
    const { waiting, stages } = await suite.until('disturbed', (state) => state.waiting !== null);
    expect(waiting).toMatchObject({
      workflowId: train,
      stage: 'rollout',
      code: 'engine_unreachable',
      attempt: 1,
    });
    expect(stages).toContainEqual(expect.objectContaining({ stage: 'rollout', state: 'waiting' }));
    for (const workflowId of ['disturbed', train])
      expect(await attributesOf(workflowId)).toMatchObject({ StageState: 'waiting' });
    expect(await refusalOfRetry('--stage', 'train')).toContain('Stage rollout waits, not train.');
  });

  test('fails a run at its deadline when nobody comes', async () => {
    await expect(
      suite.finished('evaluateCheckpoint', 'forgotten', {}).catch((error: unknown) => {
        throw new Error(failureMessage(error), { cause: error });
      }),
    ).rejects.toThrow(/nobody came/);
  });

  test('lets a person abort what waits', async () => {
    await suite.until('unwanted', (state) => state.waiting !== null);
    const { code } = await evoline('abort', 'unwanted', '--reason', 'no longer needed');
    expect(code).toBe(0);
    const aborted = await suite.finished('evaluateCheckpoint', 'unwanted', {});
    expect(aborted).toMatchObject({ state: 'aborted', reason: 'no longer needed' });
  });

  test('costs nothing that was finished: a retry goes on from there', async () => {
    engine = await startEngine();
    const { code, stdout } = await evoline('retry', 'disturbed', '--stage', 'rollout');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'stage rollout is tried again, attempt 2\n',
    });
    const result = await suite.finished('runPipeline', 'disturbed', {});
    expect(result.state).toBe('done');
    expect(await disturbed.finishedGroups()).toEqual(expect.toSatisfy(holds(finished)));
    expect((await disturbed.weights()).slice(0, versions.length)).toEqual(versions);
  });

  async function refusalOfRetry(...options: readonly string[]): Promise<string> {
    const { code, stderr } = await evoline('retry', 'disturbed', ...options);
    expect(code).toBe(1);
    return stderr;
  }

  async function evaluate(workflowId: string, input: { retryDeadlineHours?: number }) {
    const policyVersion = `${undisturbed.runId}:1`;
    const parameters = { policyVersion, samples: 3, ...input };
    await startWorkflow(suite.steering, 'evaluateCheckpoint', parameters, { workflowId });
  }
});

test('after all the faults the run has the weights and the scores of the undisturbed one', async () => {
  expect(await disturbed.weights()).toEqual(await undisturbed.weights());
  const [updates, chunks] = await Promise.all(
    ['updatePolicy', 'sampleChunk'].map((name) => attemptsOf(suite, train, name)),
  );
  // The first two updates were killed, so these kills hit what they were meant for.
  expect(updates?.slice(0, 2)).toEqual([2, 2]);
  expect(Math.max(...(chunks ?? []))).toBeGreaterThan(1);
});

/** Whether nothing that was finished was done again. */
function holds(before: ReadonlyMap<string, string>) {
  return (after: ReadonlyMap<string, string>) =>
    [...before].every(([group, moment]) => after.get(group) === moment);
}

async function attributesOf(workflowId: string): Promise<Record<string, unknown>> {
  const { client } = suite.steering;
  const { typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  const pairs = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
  return Object.fromEntries(pairs) as Record<string, unknown>;
}
