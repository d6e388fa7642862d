import type { DoneResults } from '@evoline/contract/results';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evoline, evolineJson } from '../evoline-command.ts';
import { openSuite, type Suite } from '../suite.ts';
import { firstRun } from './short-run.ts';

let suite: Suite;
let result: DoneResults['runPipeline'];

beforeAll(async () => {
  suite = await openSuite();
  result = await firstRun(suite);
});
afterAll(() => suite.close());

test('start --wait --json prints the result and nothing else', async () => {
  const frozen = await evolineJson<DoneResults['freezeDataset']>(
    'start',
    'freezeDataset',
    '{"repositories":["evoline-demo/*"]}',
    '--wait',
  );
  expect(frozen).toMatchObject({ state: 'done', dataset: { digest: result.datasetVersion } });
});

test('start prints the id and the address of the run', async () => {
  const input = '{"planOnly":true}';
  const { stdout } = await evoline('start', 'runPipeline', input, '--id', 'planned');
  expect(stdout.split('\n')).toEqual([
    'planned',
    `${suite.addresses.temporalUiUrl}/namespaces/default/workflows/planned`,
    '',
  ]);
  const watched = await evolineJson('watch', 'planned');
  expect(watched).toMatchObject({ state: 'planned', runName: 'planned' });
});

test('mine run --plan says what it would cost of the quota, and mines nothing', async () => {
  const counted = 'select count(*)::int as n from mined_pull_request';
  const before = await suite.sql(counted);
  const { plan } = await evolineJson<{ plan: string[] }>(
    'mine',
    'run',
    '--plan',
    '--source',
    'demo:',
  );
  expect(plan.join('\n')).toMatch(
    /\d+ repositories, about \d+ pull requests.*1 token: under a minute; 3 tokens: under a minute/,
  );
  expect(await suite.sql(counted)).toEqual(before);
});

test('lineage latest, dataset list, eval show and schedule list print one JSON document', async () => {
  expect(await evolineJson('lineage', 'latest')).toMatchObject({ kind: 'evaluation' });
  expect(await evolineJson('dataset', 'list')).toMatchObject([{ digest: result.datasetVersion }]);
  const { evaluationId: id } = result.evaluation;
  expect(await evolineJson('eval', 'show', id)).toMatchObject({ id, items: 12 });
  const [nightly] = await evolineJson<unknown[]>('schedule', 'list');
  expect(nightly).toMatchObject({ scheduleId: 'mine-nightly', paused: false });
});

test('rollout show prints one group as a person would read it', async () => {
  const [group] = await suite.sql(
    `select group_id from reward where exact and group_id in
       (select group_id from rollout_group where run_id = $1 and purpose = 'train') limit 1`,
    [result.policyVersion.runId],
  );
  const { stdout, code } = await evoline('rollout', 'show', String(group?.['group_id']));
  expect(code).toBe(0);
  for (const part of ['Issue: ', '<think>', 'reward +1.0000', 'advantage ', '@@ -'])
    expect(stdout).toContain(part);
});

test('a failure is exit code 1, with its code and cure in the one document', async () => {
  const { code, stdout } = await evoline('lineage', 'nothing-of-that-name', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not_found' } });
});

test.each([
  [['start', 'trainPolicy', '{"stepz":3}'], 'stepz'],
  [['start', 'noSuchWorkflow'], 'noSuchWorkflow'],
  [['lineage'], 'name'],
])('bad usage is exit code 2 and names what is wrong: %s', async (words, named) => {
  const { code, stdout, stderr } = await evoline(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(named);
});
