import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fakeWorld } from './fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from './workflow-bench.ts';

const world = fakeWorld();
let bench: WorkflowBench;

beforeAll(async () => {
  bench = await openWorkflowBench(world, [
    '--dynamic-config-value',
    'limit.historyCount.suggestContinueAsNew=120',
  ]);
});
afterAll(() => bench.close());
beforeEach(() => world.reset());

const stepsOf = (calls: readonly unknown[]) => calls.map((call) => (call as { step: number }).step);

it('warm starts, evaluates before, every k steps and after, and commits each step once', async () => {
  world.state.configs = { trainPolicy: { steps: 5, evaluateEvery: 2 } };
  const handle = await bench.start('trainPolicy', 'five-steps');
  const result = await handle.result();
  expect(result).toMatchObject({ state: 'done', steps: 5, policyVersion: { step: 5 } });
  expect(result).toMatchObject({
    baselineEvaluation: expect.stringMatching(/:0$/),
    finalEvaluation: expect.stringMatching(/:5$/),
  });
  expect(stepsOf(world.calls('updatePolicy'))).toEqual([1, 2, 3, 4, 5]);
  const evaluated = (world.calls('openRun') as { workflowId: string }[]).map(
    (run) => run.workflowId,
  );
  const evaluations = evaluated.filter((id) => id.includes('evaluate'));
  expect(new Set(evaluations)).toEqual(
    new Set([0, 2, 4, 5].map((step) => `five-steps/evaluate/${step}`)),
  );
  const state = await bench.state('five-steps');
  expect(state.curve.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  expect(await bench.page('five-steps')).toMatch(/reward [▁▂▃▄▅▆▇█]{5} /);
  expect(await bench.attributes('five-steps')).toMatchObject({
    RunName: 'five-steps',
    Stage: 'train',
    StageState: 'done',
    PolicyVersion: expect.stringMatching(/:5$/),
  });
});

it('continues as new between steps when the history grows, losing nothing', async () => {
  world.state.configs = { trainPolicy: { steps: 12, evaluateEvery: 0 } };
  const handle = await bench.start('trainPolicy', 'long-training');
  expect(await handle.result()).toMatchObject({ policyVersion: { step: 12 } });
  expect(stepsOf(world.calls('updatePolicy'))).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(world.calls('warmStartPolicy')).toHaveLength(1);
  const first = (world.calls('openRun') as { workflowId: string }[]).filter(
    ({ workflowId }) => workflowId === 'long-training',
  );
  expect(first.length).toBeGreaterThan(1);
  const { curve } = await bench.state('long-training');
  expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
});

it('keeps the policy version over a step without signal and does not evaluate it twice', async () => {
  world.state.configs = { trainPolicy: { steps: 3, evaluateEvery: 1 } };
  world.state.idleSteps = [2, 3];
  const handle = await bench.start('trainPolicy', 'idle');
  expect(await handle.result()).toMatchObject({ policyVersion: { step: 1 }, steps: 3 });
  expect(stepsOf(world.calls('updatePolicy'))).toEqual([1]);
  expect(stepsOf(world.calls('commitIdleStep'))).toEqual([2, 3]);
  expect(world.calls('summariseEvaluation')).toHaveLength(3);
});

it('goes on without an evaluation that a person has aborted', async () => {
  world.fail('publishPolicy', 'engine_rejected');
  world.state.configs = { trainPolicy: { steps: 1 } };
  const handle = await bench.start('trainPolicy', 'not-evaluated');
  await bench.until('not-evaluated/evaluate/0', ({ waiting }) => waiting !== null);
  const child = bench.environment.client.workflow.getHandle('not-evaluated/evaluate/0');
  await child.executeUpdate('abortRun');
  expect(await handle.result()).toMatchObject({
    baselineEvaluation: null,
    finalEvaluation: expect.stringMatching(/:1$/),
  });
});

it('tells the parent about the ledger run, so that lineage knows it', async () => {
  world.state.configs = { trainPolicy: { steps: 1 } };
  await (await bench.start('runPipeline', 'family')).result();
  const opened = world.calls('openRun') as { workflowId: string; parentRunId?: string }[];
  const train = opened.find(({ workflowId }) => workflowId === 'family/train');
  expect(train?.parentRunId).toMatch(/^family~/);
});
