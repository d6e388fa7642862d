import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { firstRun } from './short-run.ts';

let suite: Suite;
beforeAll(async () => {
  suite = await openSuite();
});
afterAll(() => suite.close());

test('a LoRA adapter is trained on a Hugging Face folder, served and evaluated', async () => {
  const { datasetVersion, policyVersion } = await firstRun(suite);
  const [warmStarted] = await suite.sql(
    'select checkpoint_sha256 as sha256, weights_digest as weights from policy_version where id = $1',
    [`${policyVersion.runId}:0`],
  );
  const base = await suite.store.materialise({ sha256: String(warmStarted?.['sha256']) });
  const trained = await suite.finished('trainPolicy', 'lora', {
    datasetVersion,
    base,
    adaptation: 'lora',
    loraRank: 4,
    learningRate: 3e-4,
    template: 'compact@1',
    maxPromptTokens: 256,
    maxCompletionTokens: 64,
    steps: 2,
    groupSize: 8,
    promptsPerStep: 8,
    temperature: 0.4,
    evaluateEvery: 0,
    evaluationSamples: 2,
  });
  expect(trained).toMatchObject({ state: 'done', policyVersion: { step: 2 } });
  const versions = await suite.sql(
    `select step, adaptation, base, weights_digest as weights, checkpoint_sha256 as checkpoint
     from policy_version where run_id = $1 order by step`,
    [trained.runId],
  );
  const adaptation = { kind: 'lora', rank: 4, alpha: 8 };
  expect(versions).toMatchObject([0, 1, 2].map((step) => ({ step, adaptation })));
  expect(versions[0]?.['weights']).toBe(warmStarted?.['weights']);
  expect(versions[0]?.['base']).not.toContain('/');
  const adapter = await suite.store.getJson({ sha256: String(versions[2]?.['checkpoint']) });
  expect(JSON.stringify(adapter)).toContain('adapter_model.safetensors');
  expect(JSON.stringify(adapter)).not.toContain('"model.safetensors"');
  const [evaluation] = await suite.sql(
    'select items, comparison is not null as compared from evaluation where policy_version_id = $1',
    [`${trained.runId}:2`],
  );
  expect(evaluation).toEqual({ items: 12, compared: true });
});
