import { workflowExamples } from '@evoline/contract/examples';
import { workflowTypes } from '@evoline/contract/run';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorld } from './fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from './workflow-bench.ts';

const world = fakeWorld();
let bench: WorkflowBench;

beforeAll(async () => {
  bench = await openWorkflowBench(world);
});
afterAll(() => bench.close());

/** The failure with which a run ended. */
async function failureOf(result: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await result.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) return cause;
  throw new Error('the run did not fail as expected', { cause: error });
}

describe.each(workflowTypes)('%s started from the form', (workflow) => {
  const start = (name: string, input?: unknown) =>
    bench.start(workflow, `${workflow}-${name}`, input as object);

  it('works without input, with {} and with a full object', async () => {
    world.reset();
    world.state.configs = { trainPolicy: { steps: 2 } };
    const handles = [await start('none'), await start('empty', {})];
    handles.push(await start('full', workflowExamples[workflow]));
    const results = await Promise.all(handles.map((handle) => handle.result()));
    expect(results.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(results[0]?.runName).toBe(`${workflow}-none`);
  });

  it('fails at once on a wrong field, naming it and showing a valid example', async () => {
    const handle = await start('wrong', { nme: 'x' });
    const failure = await failureOf(handle.result());
    expect(failure.type).toBe('input_invalid');
    expect(failure.message).toContain('"nme"');
    expect(failure.message).toContain(JSON.stringify(workflowExamples[workflow]));
    expect(failure.stack).not.toContain('/');
  });

  it('fails at once on an array, saying what was expected', async () => {
    const handle = await start('array', [{ runName: 'x' }]);
    const failure = await failureOf(handle.result());
    expect(failure.message).toContain('expected object, received array');
  });

  it('shows its plan and does nothing when planOnly is set', async () => {
    world.reset();
    const handle = await start('plan', { planOnly: true });
    expect(await handle.result()).toMatchObject({ state: 'planned' });
    // Mining reckons what it will cost of GitHub's quota.
    const asked = world.state.calls.map(({ activity }) => activity);
    expect(asked.filter((activity) => activity !== 'planQuota')).toEqual(['openRun', 'closeRun']);
    expect(await bench.page(handle.workflowId)).toContain('**Plan**');
    expect(await bench.attributes(handle.workflowId)).toMatchObject({ StageState: 'planned' });
  });
});

it('says what to start first when there is nothing to work on', async () => {
  world.reset();
  world.fail('openRun', 'nothing_to_work_on');
  const handle = await bench.start('trainPolicy', 'nothing-yet', {});
  const failure = await failureOf(handle.result());
  expect(failure.type).toBe('nothing_to_work_on');
  expect(failure.message).toContain('Start the workflow that the message names first.');
});

it('takes the night of mineNightly from its input when no schedule started it', async () => {
  world.reset();
  const nominalTime = '2026-02-03T03:30:00Z';
  const handle = await bench.start('mineNightly', 'a-night', { nominalTime });
  expect(await handle.result()).toMatchObject({ nominalTime, sources: 3, added: 12 });
});
