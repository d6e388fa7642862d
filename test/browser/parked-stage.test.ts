import type { InputOf } from '@evoline/contract/examples';
import { messages } from '@evoline/contract/steering';
import { type PolicyServer, startPolicyServer } from '@evoline/testing/policy/start-policy-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { launchChromium } from './launch-chromium.ts';
import { TemporalUi } from './temporal-ui.ts';

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

const short: InputOf<'runPipeline'> = {
  source: 'demo:',
  train: {
    steps: 1,
    temperature: 0.4,
    evaluateEvery: 0,
    evaluationSamples: 1,
    maxEvaluationItems: 4,
    warmStart: { steps: 60, batchSize: 8 },
  },
  evaluate: { samples: 1, maxItems: 4 },
};

test('with only a browser a person starts the pipeline, sees why a stage waits, presses retry and watches it finish', async () => {
  const workflowId = 'browser-pipeline';
  await ui.start('runPipeline', workflowId, JSON.stringify(short));
  const parked = await suite.until(workflowId, ({ waiting }) => waiting !== null, 400);
  expect(parked.waiting?.code).toBe('engine_unreachable');

  const details = await ui.currentDetails(workflowId);
  await ui.picture('parked');
  expect(details).toContain('waiting');
  expect(details).toContain(parked.waiting?.reason);
  expect(details).toContain(messages.retryStage);

  engine = await startPolicyServer(Number(new URL(suite.addresses.engineUrl).port));
  await ui.sendUpdate(workflowId, messages.retryStage);
  await suite.until(workflowId, ({ waiting }) => waiting === null, 60);
  const result = await suite.steering.client.workflow.getHandle(workflowId).result();
  expect(result).toMatchObject({ state: 'done' });
  await ui.waitForStatus(workflowId, 'Completed');
  await ui.picture('finished');

  await ui.currentDetails(workflowId);
  await ui.picture('finished-details');
});

test('retryStage is refused with a sentence when nothing waits', async () => {
  const workflowId = 'browser-nothing-waits';
  await ui.start('runPipeline', workflowId, '{}');
  await suite.until(workflowId, ({ runId }) => runId !== null);
  await ui.sendUpdate(workflowId, messages.retryStage);
  await ui.waitForText('Nothing waits');
  await ui.picture('refused');
  await ui.sendUpdate(workflowId, messages.abortRun, '{"reason":"seen enough"}');
  const ended = await suite.steering.client.workflow.getHandle(workflowId).result();
  expect(ended).toMatchObject({ state: 'aborted', reason: 'seen enough' });
});
