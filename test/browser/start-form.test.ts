import { workflowExamples } from '@evoline/contract/examples';
import { type WorkflowType, workflowTypes } from '@evoline/contract/run';
import { failureMessage } from '@evoline/steering/failure-message';
import { abortRun } from '@evoline/steering/steer-run';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { launchChromium } from './launch-chromium.ts';
import { TemporalUi } from './temporal-ui.ts';

let suite: Suite;
let browser: Browser;
let ui: TemporalUi;

beforeAll(async () => {
  suite = await openSuite();
  browser = await launchChromium();
  ui = await TemporalUi.open(browser, suite.addresses);
});
afterAll(async () => {
  await browser?.close();
  await suite?.close();
});

/** How a run ended, or that it goes on. */
async function ending(workflowId: string): Promise<string> {
  const handle = suite.steering.client.workflow.getHandle(workflowId);
  return await handle.result().then(() => 'completed', failureMessage);
}

describe('the start form with what `{}` can do at once', () => {
  const quick = ['minePullRequests', 'freezeDataset', 'mineNightly'] as const;

  test.each(quick)('%s completes with {}', async (type) => {
    await ui.start(type, `form-empty-object-${type}`, '{}');
    await expect(ending(`form-empty-object-${type}`)).resolves.toBe('completed');
    await ui.waitForStatus(`form-empty-object-${type}`, 'Completed');
  });

  test.each(quick)('%s completes with no input', async (type) => {
    await ui.start(type, `form-no-input-${type}`, undefined);
    await expect(ending(`form-no-input-${type}`)).resolves.toBe('completed');
  });
});

describe('the start form with long work', () => {
  const long = ['runPipeline', 'trainPolicy'] as const;

  test.each(long.flatMap((type) => [[type, '{}'] as const, [type, undefined] as const]))(
    '%s starts with input %s, and ends when it is aborted',
    async (type, input) => {
      const workflowId = `form-${type}-${input === undefined ? 'nothing' : 'empty'}`;
      await ui.start(type, workflowId, input);
      await suite.until(workflowId, ({ runId }) => runId !== null);
      await abortRun(suite.steering, workflowId, { reason: 'seen enough' });
      await expect(ending(workflowId)).resolves.toBe('completed');
    },
  );

  test.each(['{}', undefined])(
    'evaluateCheckpoint with input %s says what to start first, as nothing is trained',
    async (input) => {
      const workflowId = `form-evaluate-${input === undefined ? 'nothing' : 'empty'}`;
      await ui.start('evaluateCheckpoint', workflowId, input);
      await expect(ending(workflowId)).resolves.toContain('trainPolicy');
      await ui.waitForStatus(workflowId, 'Failed');
      await ui.waitForText('trainPolicy');
    },
  );
});

describe('the start form with a full object', () => {
  test.each([...workflowTypes])('%s takes its example and shows the plan', async (type) => {
    const input = { ...workflowExamples[type], runName: `full-${type}`, planOnly: true };
    await ui.start(type, `form-full-${type}`, JSON.stringify(input));
    await expect(ending(`form-full-${type}`)).resolves.toBe('completed');
  });

  test.each([...workflowTypes])('%s is prefilled from a run that was seeded', async (type) => {
    expect(await ui.prefilledInput(type)).toMatchObject({ planOnly: true });
  });
});

describe('the start form with a mistake', () => {
  test('a wrong field fails the run at once; the page names it and shows a valid example', async () => {
    const type: WorkflowType = 'trainPolicy';
    await ui.start(type, 'form-wrong-field', '{"stepz": 3}');
    await ui.waitForStatus('form-wrong-field', 'Failed');
    for (const text of ['Unrecognized key', 'stepz', 'A valid example']) await ui.waitForText(text);
    await ui.picture('wrong-field');
  });

  test('an array fails with the words that an object was expected', async () => {
    await ui.start('freezeDataset', 'form-array', '[{"seed": 1}]');
    await expect(ending('form-array')).resolves.toContain('expected object, received array');
  });
});
