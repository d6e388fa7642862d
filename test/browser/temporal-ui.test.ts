import { workflowExamples } from '@evoline/contract/examples';
import type { InputOf } from '@evoline/contract/examples';
import { type WorkflowType, workflowTypes } from '@evoline/contract/run';
import { messages } from '@evoline/contract/steering';
import { failureMessage } from '@evoline/steering/failure-message';
import { type PolicyServer, startPolicyServer } from '@evoline/testing/policy/start-policy-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { launchChromium } from './launch-chromium.ts';
import { TemporalUi } from './temporal-ui.ts';

// The tests of this file follow a person from a fresh stack on: what one leaves, the next finds.
let suite: Suite;
let browser: Browser;
let ui: TemporalUi;
let engine: PolicyServer | undefined;

beforeAll(async () => {
  suite = await openSuite();
  browser = await launchChromium();
  ui = await TemporalUi.open(browser, suite.addresses);
});
afterAll(async () => {
  await engine?.stop();
  await browser?.close();
  await suite?.close();
});

/** How a run ended: `completed`, or the words of its failure. */
async function ending(workflowId: string): Promise<string> {
  const handle = suite.steering.client.workflow.getHandle(workflowId);
  return await handle.result().then(() => 'completed', failureMessage);
}

describe('the start form of a fresh stack', () => {
  test.each([...workflowTypes])('%s is prefilled from its seeded example', async (type) => {
    const example = { ...workflowExamples[type], planOnly: true };
    expect(await ui.prefilledInput(type)).toEqual(example);
    if (type === 'runPipeline') await ui.picture('start-form');
  });

  test.each([
    ['freezeDataset', 'Start minePullRequests first'],
    ['trainPolicy', 'Start freezeDataset first'],
    ['evaluateCheckpoint', 'Start trainPolicy first'],
  ] as const)('%s with {} says what to start first', async (type, cure) => {
    const workflowId = `nothing-yet-${type}`;
    await ui.start(type, workflowId, '{}');
    expect(await ending(workflowId)).toContain(cure);
    await ui.waitForStatus(workflowId, 'Failed');
    await ui.waitForText(cure);
  });
});

describe('the start form', () => {
  const quick = ['minePullRequests', 'freezeDataset', 'mineNightly'] as const;

  test.each(quick)('%s completes with {}', async (type) => {
    const workflowId = `empty-object-${type}`;
    await ui.start(type, workflowId, '{}');
    expect(await ending(workflowId)).toBe('completed');
    await ui.waitForStatus(workflowId, 'Completed');
  });

  test.each(quick)('%s completes with no input', async (type) => {
    await ui.start(type, `no-input-${type}`, undefined);
    expect(await ending(`no-input-${type}`)).toBe('completed');
  });

  test.each(
    (['runPipeline', 'trainPolicy'] as const).flatMap((type) => [
      [type, '{}'] as const,
      [type, undefined] as const,
    ]),
  )('%s starts with input %s; abortRun, pressed in the UI, ends it', async (type, input) => {
    const workflowId = `long-${type}-${input === undefined ? 'nothing' : 'empty'}`;
    await ui.start(type, workflowId, input);
    await suite.until(workflowId, ({ stages }) => stages.some(({ state }) => state === 'running'));
    await ui.sendUpdate(workflowId, messages.abortRun, '{"reason":"seen enough"}');
    expect(await suite.finished(type, workflowId, {})).toMatchObject({
      state: 'aborted',
      reason: 'seen enough',
    });
  });

  test.each([...workflowTypes])('%s takes a full object', async (type) => {
    const input = { ...workflowExamples[type], runName: `full-${type}`, planOnly: true };
    await ui.start(type, `full-${type}`, JSON.stringify(input));
    expect(await ending(`full-${type}`)).toBe('completed');
  });

  test('a wrong field fails the run at once; the page names it and shows a valid example', async () => {
    await ui.start('trainPolicy' satisfies WorkflowType, 'wrong-field', '{"stepz": 3}');
    await ui.waitForStatus('wrong-field', 'Failed');
    for (const words of ['Unrecognized key', 'stepz', 'A valid example'])
      await ui.waitForText(words);
    await ui.picture('wrong-field');
  });

  test('an array fails with the words that an object was expected', async () => {
    await ui.start('freezeDataset', 'an-array', '[{"seed": 1}]');
    expect(await ending('an-array')).toContain('expected object, received array');
  });
});

const short: InputOf<'runPipeline'> = {
  source: 'demo:',
  train: {
    steps: 1,
    evaluateEvery: 0,
    evaluationSamples: 1,
    maxEvaluationItems: 4,
    warmStart: { steps: 20, batchSize: 8 },
  },
  evaluate: { samples: 1, maxItems: 4 },
};

describe('a pipeline whose engine is down', () => {
  const workflowId = 'parked-pipeline';

  test('refuses a retry with a sentence as long as nothing waits', async () => {
    await ui.start('runPipeline', workflowId, JSON.stringify(short));
    await suite.until(workflowId, ({ runId }) => runId !== null);
    await ui.sendUpdate(workflowId, messages.retryStage);
    await ui.waitForText('Nothing waits');
    await ui.picture('refused');
  });

  test('shows that a stage waits, why, and what to press', async () => {
    const { waiting } = await suite.until(workflowId, (state) => state.waiting !== null);
    expect(waiting?.code).toBe('engine_unreachable');
    const details = await ui.currentDetails(workflowId);
    await ui.picture('parked');
    for (const words of ['waiting', waiting?.reason, messages.retryStage])
      expect(details).toContain(words);
  });

  test('goes on when retryStage is pressed, and is seen to finish', async () => {
    engine = await startPolicyServer(Number(new URL(suite.addresses.engineUrl).port));
    await ui.sendUpdate(workflowId, messages.retryStage);
    await suite.until(workflowId, ({ waiting }) => waiting === null);
    expect(await suite.finished('runPipeline', workflowId, {})).toMatchObject({ state: 'done' });
    await ui.waitForStatus(workflowId, 'Completed');
    await ui.picture('finished');
    expect(await ui.currentDetails(workflowId)).toContain('evaluation');
    await ui.picture('finished-details');
  });

  test.each(['{}', undefined])(
    'leaves a policy that evaluateCheckpoint finds with input %s',
    async (input) => {
      const evaluation = `evaluate-${input === undefined ? 'nothing' : 'empty'}`;
      await ui.start('evaluateCheckpoint', evaluation, input);
      expect(await ending(evaluation)).toBe('completed');
    },
  );
});
