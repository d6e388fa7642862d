import { workflowExamples } from '@evoline/contract/examples';
import { EvolineFailure } from '@evoline/contract/failures';
import { RunConfig, workflowTypes } from '@evoline/contract/run';
import { expect, test } from 'vitest';
import { resolveConfig } from './resolve-config.ts';
import { noFacts } from './resolution-facts.ts';
import type { ResolutionFacts } from './resolution-facts.ts';
import { resolveTrainConfig } from './resolve-train-config.ts';

const digest = 'd'.repeat(64);
const nothing: ResolutionFacts = { ...noFacts, now: '2026-11-21T00:00:00.000Z' };
const dataset = { digest, splits: { 'warm-start': 4000, train: 256, 'held-out': 128 } };
const policy = { id: 'run:60', runId: 'run', step: 60, trained: null };
const baseline = { ...policy, id: 'run:0', step: 0 };
const everything: ResolutionFacts = {
  ...nothing,
  minedRepositories: ['o/a'],
  dataset,
  policy,
  baseline,
};

function failureOf(work: () => unknown): EvolineFailure {
  try {
    work();
  } catch (error) {
    if (error instanceof EvolineFailure) return error;
    throw error;
  }
  throw new Error('did not fail');
}

test.each(workflowTypes)(
  '%s resolves {} and its example to a complete configuration',
  (workflow) => {
    for (const input of [undefined, {}, workflowExamples[workflow]]) {
      const { resolved, plan } = resolveConfig({ workflow, input }, everything);
      expect(RunConfig.parse(resolved)).toEqual(resolved);
      expect(plan.length).toBeGreaterThan(0);
      expect(plan.join('\n')).not.toContain('undefined');
    }
  },
);

test.each([
  ['freezeDataset', 'Start minePullRequests first'],
  ['trainPolicy', 'Start freezeDataset first'],
  ['evaluateCheckpoint', 'Start trainPolicy first'],
] as const)('%s with nothing to work on says what to start first', (workflow, cure) => {
  const failure = failureOf(() => resolveConfig({ workflow, input: {} }, nothing));
  expect(failure.code).toBe('nothing_to_work_on');
  expect(failure.message).toContain(cure);
});

test.each(['trainPolicy', 'evaluateCheckpoint'] as const)(
  '%s refuses a revoked dataset version and names the one after it',
  (workflow) => {
    const revoked = 'dataset version dddddddddddd was revoked; version eeeeeeeeeeee came after it';
    const facts = { ...everything, dataset: { ...dataset, revoked } };
    const failure = failureOf(() => resolveConfig({ workflow, input: {} }, facts));
    expect(failure.code).toBe('dataset_revoked');
    expect(failure.message).toBe(`datasetVersion: ${revoked}`);
  },
);

test('a freeze from a version brings its recipe along and goes with no rule of its own', () => {
  const { resolved } = resolveConfig({ workflow: 'freezeDataset', input: {} }, everything);
  if (resolved.workflow !== 'freezeDataset') throw new Error('resolved another workflow');
  const { recipe } = resolved.config;
  const facts = { ...nothing, from: { digest, recipe } };
  const request = {
    workflow: 'freezeDataset' as const,
    input: { from: 'latest', reason: 'licence' },
  };
  expect(resolveConfig(request, facts).resolved.config).toMatchObject({ recipe, from: digest });
  const beside = { ...request, input: { from: 'latest', repositoryCap: 3, settleDays: 1 } };
  const failure = failureOf(() => resolveConfig(beside, facts));
  expect(failure.message).toMatch(/^from: .+ leave out repositoryCap, settleDays$/);
});

test.each([
  ['trainPolicy', { datasetVersion: 'abcd1234' }, 'datasetVersion'],
  ['evaluateCheckpoint', { policyVersion: 'gone:3' }, 'policyVersion'],
] as const)('%s names a version that does not exist', (workflow, input, field) => {
  const failure = failureOf(() => resolveConfig({ workflow, input }, nothing));
  expect(failure.code).toBe('not_found');
  expect(failure.message).toMatch(new RegExp(`^${field}: there is no`));
});

test('a baseline that does not exist is named', () => {
  const facts = { ...everything, baseline: null };
  const asked = { workflow: 'evaluateCheckpoint', input: { baseline: 'gone:0' } } as const;
  expect(failureOf(() => resolveConfig(asked, facts)).message).toContain('baseline:');
});

test('an unknown field is refused by name', () => {
  const failure = failureOf(() =>
    resolveConfig({ workflow: 'trainPolicy', input: { stepz: 3 } }, everything),
  );
  expect(failure.code).toBe('input_invalid');
  expect(failure.message).toContain('stepz');
});

test('version 0 has no baseline but itself', () => {
  const facts = { ...everything, policy: baseline };
  const { resolved } = resolveConfig({ workflow: 'evaluateCheckpoint', input: {} }, facts);
  expect(resolved.config).toMatchObject({ policyVersion: 'run:0', baseline: null });
});

test('an evaluation takes prompt, lengths and samples from the training run', () => {
  const trained = resolveTrainConfig(
    { maxCompletionTokens: 77, template: 'swe-rl@1', evaluationSamples: 6 },
    everything,
  );
  const facts = { ...everything, policy: { ...policy, trained } };
  const { resolved } = resolveConfig({ workflow: 'evaluateCheckpoint', input: {} }, facts);
  expect(resolved.config).toMatchObject({
    template: 'swe-rl@1',
    greedy: { samples: 1, temperature: 0, maxCompletionTokens: 77 },
    sampled: { samples: 6, temperature: 1, maxCompletionTokens: 77 },
  });
});

test('the micro-batch is by default the whole batch', () => {
  expect(resolveTrainConfig({ groupSize: 4, promptsPerStep: 3 }, everything).microBatch).toBe(12);
});

test('a large base is registered as it is, with the prompt of the paper', () => {
  const config = resolveTrainConfig({ base: '/models/some-base' }, everything);
  expect(config).toMatchObject({ template: 'swe-rl@1', warmStart: { steps: 0 } });
  expect(config.sampling.maxPromptTokens + config.sampling.maxCompletionTokens).toBe(16_384);
});

test('a LoRA rank without LoRA is refused by name', () => {
  expect(() => resolveTrainConfig({ loraRank: 4 }, everything)).toThrow(/^loraRank:/);
});

test('a dataset without held-out items cannot be trained on, and the message says what to do', () => {
  const empty = {
    ...everything,
    dataset: { digest, splits: { ...dataset.splits, 'held-out': 0 } },
  };
  expect(() => resolveTrainConfig({}, empty)).toThrow(/no items in its held-out split.*Start/);
});

test.each([
  ['demo:', ['evoline-demo/*']],
  ['demo:train-*', ['evoline-demo/train-*']],
  ['github:o/n', ['o/n']],
  ['git:/somewhere/project', ['project']],
])('a pipeline on %s freezes what it mined and nothing older', (source, repositories) => {
  const { resolved } = resolveConfig({ workflow: 'runPipeline', input: { source } }, nothing);
  expect(resolved.config).toMatchObject({ source, dataset: { repositories } });
});

test('a pipeline fails at once on what its last stages would refuse', () => {
  const input = { dataset: { shares: { 'warm-start': 0, train: 0.5, 'held-out': 0.4 } } };
  expect(() => resolveConfig({ workflow: 'runPipeline', input }, nothing)).toThrow(/^shares:/);
});

test('a run takes one reward or a combination, and evaluation that of its training', () => {
  const parts = [
    { reward: 'search-replace@1', weight: 3 },
    { reward: 'discrete@1', weight: 1 },
  ];
  const trained = resolveTrainConfig({ reward: parts }, everything);
  expect(trained.reward).toEqual(parts.toReversed());
  const { resolved, plan } = resolveConfig(
    { workflow: 'evaluateCheckpoint', input: {} },
    { ...everything, policy: { ...policy, trained } },
  );
  expect(resolved).toMatchObject({ config: { reward: trained.reward } });
  expect(plan.join('\n')).toContain('reward discrete@1=1,search-replace@1=3,');
  const input = { reward: 'discrete@1' };
  expect(resolveConfig({ workflow: 'evaluateCheckpoint', input }, everything)).toMatchObject({
    resolved: { config: { reward: 'discrete@1' } },
  });
});

test.each([
  ['an unknown rule', 'bleu@1', 'there is no rule bleu@1, only search-replace@1'],
  ['no version', 'search-replace', 'name@version'],
  ['one rule twice', [1, 2].map((weight) => ({ reward: 'discrete@1', weight })), 'once'],
  ['a weight of 0', [{ reward: 'discrete@1', weight: 0 }], 'reward'],
])('a reward with %s is refused and named', (_name, reward, why) => {
  for (const workflow of ['trainPolicy', 'evaluateCheckpoint'] as const) {
    const failure = failureOf(() => resolveConfig({ workflow, input: { reward } }, everything));
    expect(failure.code).toBe('input_invalid');
    expect(failure.message).toContain('reward');
    expect(failure.message).toContain(why);
  }
});
