import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DoneResults } from '@evoline/contract/results';
import { worldPullRequests } from '@evoline/testing/world/expected-mining';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { firstRun } from './short-run.ts';

let suite: Suite;
let result: DoneResults['runPipeline'];
let run: string;

beforeAll(async () => {
  suite = await openSuite();
  result = await firstRun(suite);
  run = result.policyVersion.runId;
});
afterAll(() => suite.close());

test('mining keeps every bug fix of the world and drops the rest for the expected reason', async () => {
  const worlds = join(suite.addresses.home, 'world');
  const [world = ''] = readdirSync(worlds).filter((name) => name.startsWith('world-'));
  const expected = await worldPullRequests({ folder: join(worlds, world) });
  const mined = await suite.sql(
    'select repository, number, reason from mined_pull_request order by repository, number',
  );
  const byName = (a: { repository: string; number: number }, b: typeof a): number =>
    a.repository.localeCompare(b.repository) || a.number - b.number;
  expect(mined).toEqual(
    expected
      .toSorted(byName)
      .map(({ repository, number, expectedDrop: reason }) => ({ repository, number, reason })),
  );
  const dropped = Object.values(result.mined.funnel).reduce((sum, count) => sum + count, 0);
  expect(result.mined).toMatchObject({ seen: expected.length, kept: 336 });
  expect(result.mined.kept + dropped).toBe(result.mined.seen);
});

test('the dataset version splits by repository', async () => {
  const [version] = await suite.sql('select digest, splits from dataset_version');
  const splits = { 'warm-start': 300, train: 24, 'held-out': 12 };
  expect(version).toEqual({ digest: result.datasetVersion, splits });
  const sides = await suite.sql(`
    select split, split_part(repository, '/', 2) as name
    from dataset_change group by 1, 2`);
  expect(sides.length).toBeGreaterThan(3);
  for (const { split, name } of sides) expect(name).toMatch(new RegExp(`^${String(split)}-\\d+$`));
});

test('every update makes a policy version from the one before', async () => {
  const versions = await suite.sql(
    `select step, parent, weights_digest as weights, checkpoint_sha256 as checkpoint
     from policy_version where run_id = $1 order by step`,
    [run],
  );
  expect(versions).toMatchObject([
    { step: 0, parent: null },
    { step: 1, parent: `${run}:0` },
    { step: 2, parent: `${run}:1`, weights: result.policyVersion.weightsDigest },
  ]);
  expect(new Set(versions.map(({ weights }) => weights)).size).toBe(3);
  for (const { checkpoint } of versions) {
    const manifest = await suite.store.getJson({ sha256: String(checkpoint) });
    expect(JSON.stringify(manifest)).toContain('model.safetensors');
  }
});

test('every step says which batch it consumed, and its batch which samples', async () => {
  const steps = await suite.sql(
    `select s.step, s.from_policy_version as from, s.to_policy_version as to, b.samples, b.has_signal as signal,
       (select count(*)::int from batch_sample m where m.run_id = b.run_id and m.step = b.step) as members
     from step s left join batch b on b.run_id = s.run_id and b.step = s.step
     where s.run_id = $1 order by s.step`,
    [run],
  );
  const trained = { samples: 64, members: 64, signal: true };
  expect(steps).toMatchObject([
    { step: 0, from: null, to: `${run}:0`, samples: null },
    { step: 1, from: `${run}:0`, to: `${run}:1`, ...trained },
    { step: 2, from: `${run}:1`, to: `${run}:2`, ...trained },
  ]);
});

test('every group was sampled from the version it was planned for', async () => {
  const groups = await suite.sql(
    `select g.purpose, g.step, count(*)::int as groups,
       bool_and(g.state = 'finished' and g.engine_build is not null and g.template_digest is not null
         and v.weights_digest = g.weights_digest_at_dispatch and v.weights_digest = g.weights_digest_at_finish) as whole
     from rollout_group g join policy_version v on v.id = g.policy_version_id
     where v.run_id = $1 group by 1, 2 order by 1, 2`,
    [run],
  );
  expect(groups).toEqual([
    { purpose: 'evaluate', step: 0, groups: 24, whole: true },
    { purpose: 'evaluate', step: 2, groups: 24, whole: true },
    { purpose: 'train', step: 1, groups: 8, whole: true },
    { purpose: 'train', step: 2, groups: 8, whole: true },
  ]);
});

test('every sample was scored, and none was excluded', async () => {
  const outcomes = await suite.sql(
    `select count(*)::int as samples, count(r.value)::int as scored, bool_and(r.value between -1 and 1) as bounded
     from sample s join rollout_group g using (group_id)
     join policy_version v on v.id = g.policy_version_id
     left join reward r on r.group_id = s.group_id and r.index = s.index where v.run_id = $1`,
    [run],
  );
  expect(outcomes).toEqual([
    { samples: 128 + 2 * 12 * 3, scored: 128 + 2 * 12 * 3, bounded: true },
  ]);
});

test('the roll-ups are what counting the samples gives', async () => {
  const counted = await suite.sql(
    `select item_digest, count(*)::int as samples from batch_sample join rollout_group using (group_id)
     where batch_sample.run_id = $1 group by 1 order by 1`,
    [run],
  );
  const rolledUp = await suite.sql(
    `select item_digest, sum(samples)::int as samples from step_item
     where run_id = $1 and step > 0 group by 1 order by 1`,
    [run],
  );
  expect(rolledUp).toEqual(counted);
});

test('nothing that was held out, and nothing that was rewarded, was demonstrated', async () => {
  const demonstrated = await suite.sql(
    `select split, count(*)::int as items from step_item join dataset_change using (item_digest)
     where run_id = $1 and step = 0 group by 1`,
    [run],
  );
  expect(demonstrated).toEqual([{ split: 'warm-start', items: 300 }]);
  const rewarded = await suite.sql(
    `select distinct split from step_item join dataset_change using (item_digest)
     where run_id = $1 and step > 0`,
    [run],
  );
  expect(rewarded).toEqual([{ split: 'train' }]);
});

test('the evaluation compares with the warm start, item by item', async () => {
  const { evaluation } = result;
  expect(evaluation).toMatchObject({ items: 12, split: 'held-out', step: 2, excluded: {} });
  expect(evaluation.comparison?.items).toBe(12);
  for (const { reward, exact, wellFormed } of [evaluation.greedy, evaluation.sampled]) {
    expect(reward.mean).toBeLessThanOrEqual(1);
    expect(reward.low).toBeLessThanOrEqual(reward.mean);
    expect(exact.mean).toBeLessThanOrEqual(wellFormed.mean);
  }
  const baseline = evaluation.comparison?.baselineEvaluation;
  const items = await suite.sql(
    `select e.policy_version_id as version, count(*)::int as items
     from evaluation_item join evaluation e on e.id = evaluation_id where e.id = any($1) group by 1 order by 1`,
    [[baseline, evaluation.evaluationId]],
  );
  expect(items).toEqual([
    { version: `${run}:0`, items: 12 },
    { version: `${run}:2`, items: 12 },
  ]);
});

test('every run and every stage of it ended as done', async () => {
  const runs = await suite.sql(
    "select workflow, state from run where name = 'first' order by workflow",
  );
  expect(new Set(runs.map(({ workflow }) => workflow)).size).toBe(5);
  expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['done']));
  const { stages } = await suite.state('first');
  expect(stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual(
    ['mine', 'dataset', 'rollout', 'reward', 'train', 'evaluate'].map((stage) => `${stage} done`),
  );
});
