import type { DoneResults } from '@evoline/contract/results';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuite, type Suite } from '../suite.ts';
import { firstRun, shortRun } from './short-run.ts';

let suite: Suite;
let first: DoneResults['runPipeline'];

beforeAll(async () => {
  suite = await openSuite();
  first = await firstRun(suite);
});
afterAll(() => suite.close());

test('the same items are frozen to the same version', async () => {
  const input = { repositories: ['evoline-demo/*'] };
  const again = await suite.finished('freezeDataset', 'freeze-again', input);
  expect(again).toMatchObject({ dataset: { digest: first.datasetVersion, created: false } });
});

test('a second run of the same seed mines nothing new and ends with the same weights', async () => {
  const second = await suite.finished('runPipeline', 'second', shortRun('second'));
  expect(second).toMatchObject({
    mined: { added: 0 },
    datasetVersion: first.datasetVersion,
    policyVersion: { weightsDigest: first.policyVersion.weightsDigest },
  });
  const versions = await suite.sql(
    `select step, count(distinct run_id)::int as runs, count(distinct weights_digest)::int as weights
     from policy_version where run_id = any($1) group by 1 order by 1`,
    [[first.policyVersion.runId, (second as typeof first).policyVersion.runId]],
  );
  expect(versions).toEqual([0, 1, 2].map((step) => ({ step, runs: 2, weights: 1 })));
  const { sampled, greedy } = first.evaluation;
  expect(second).toMatchObject({ evaluation: { sampled, greedy } });
});
