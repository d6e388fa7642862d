import { Readable, Writable } from 'node:stream';
import { publishPolicy } from '@evoline/activities/rollout/publish-policy';
import { sampleChunk } from '@evoline/activities/rollout/sample-chunk';
import { planStep } from '@evoline/activities/ledger/plan-step';
import { freezeBatch } from '@evoline/activities/reward/freeze-batch';
import { scoreGroups } from '@evoline/activities/reward/score-groups';
import { openScorePool } from '@evoline/activities/reward/score-pool';
import { evalCompare } from '@evoline/cli/commands/eval-compare';
import { evalShow, evalShowNewest } from '@evoline/cli/commands/eval-show';
import { rewardExplainSample } from '@evoline/cli/commands/reward-explain-sample';
import { rolloutShow } from '@evoline/cli/commands/rollout-show';
import type { Io } from '@evoline/cli/io';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { groupsById } from '@evoline/db/queries/groups';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { seedPolicyVersion } from '@evoline/testing/loop/seed-policy-version';
import { exactAnswer } from '@evoline/testing/loop/seed-task-dataset';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { afterAll, beforeAll, expect, test } from 'vitest';

let ground: TrainingGround;
let groupId: string;

beforeAll(async () => {
  ground = await startTrainingGround({ input: { promptsPerStep: 1, groupSize: 3 } });
  const run = await ground.openRun('shown');
  const version = await seedPolicyVersion(ground, run);
  groupId = await trainedGroup(ground, run.runId, version.id);
  const seeded = { datasetVersion: ground.datasetVersion, config: ground.config, last: version };
  await seedEvaluation(ground.database, seeded, 'evaluation-before');
  await seedEvaluation(ground.database, seeded, 'evaluation-after');
});
afterAll(() => ground.stop());

test('rollout show reads one group out: prompt, oracle, samples, reward parts, advantages', async () => {
  const { text } = await output((io) => rolloutShow(ground, groupId.slice(0, 10), io));
  expect(text).toContain(`group ${groupId}: finished`);
  expect(text).toMatch(/pull request evoline-demo\/train-01#\d: fix train_\d: use \+ to add/);
  expect(text).toContain('Fix:');
  expect(text).toContain('+    return a + b');
  expect(text).toContain('sample 0: reward +1.0000, exact');
  expect(text).toContain('sample 1: reward -1.0000 (tag_count)');
  expect(text).toContain('similarity 1.0000');
  expect(text).toMatch(/advantage \+0\.\d{4}/);
  expect(text).not.toContain('\u001b');
});

test('rollout show puts samples side by side where there is room', async () => {
  const wide = await output((io) => rolloutShow(ground, groupId, { ...io, columns: 200 }));
  expect(wide.text).toMatch(/sample 0: .* │ sample 1: .* │ sample 2: /);
  const narrow = await output((io) => rolloutShow(ground, groupId, { ...io, columns: 80 }));
  expect(narrow.text).not.toContain('│');
});

test('rollout show --json is one document with every sample', async () => {
  const { text } = await output((io) => rolloutShow(ground, groupId, io), true);
  const shown = JSON.parse(text);
  expect(shown).toMatchObject({ groupId, purpose: 'train', step: 1, state: 'finished' });
  expect(shown.samples).toHaveLength(3);
  expect(shown.samples[0]).toMatchObject({
    score: { reward: 'search-replace@1', outcome: 'scored', value: 1, exact: true },
    files: [{ similarity: 1 }],
  });
});

test('rollout show names what it cannot find, and reports a flipped byte', async () => {
  const missing = output((io) => rolloutShow(ground, 'f'.repeat(12), io));
  await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  const [row] = await groupsById(ground.database, [groupId]);
  const restore = await damageArtifact(ground.storeFolder, row?.blobSha256 ?? '');
  const damaged = output((io) => rolloutShow(ground, groupId, io));
  await expect(damaged).rejects.toMatchObject({ code: 'store_corrupt' });
  await restore();
});

test('reward explain unfolds a stored sample and holds the items of the version against it', async () => {
  const sample = `${groupId.slice(0, 10)}/2`;
  const { text } = await output((io) => rewardExplainSample(ground, { sample }, io), true);
  const explained = JSON.parse(text);
  expect(explained).toMatchObject({ group: groupId, index: 2, outcome: 'scored', exact: false });
  expect(explained.files[0]).toMatchObject({
    oracleDiff: expect.stringContaining('+    return a + b'),
  });
  expect(explained.baselines.unrelated.from[0].item).toMatch(/^evoline-demo\/[a-z]+-\d+#\d+$/);
  expect(explained.baselines.unrelated.value).toBeLessThan(1);
  const faulty = await output((io) => rewardExplainSample(ground, { sample: 'latest/1' }, io));
  expect(faulty.text).toMatch(/^sample 1 of evoline-demo\/train-01#\d: -1, tag_count/);
  expect(faulty.text).not.toContain('\u001b');
});

test('reward explain names the samples and versions that there are not', async () => {
  const asked = (options: Parameters<typeof rewardExplainSample>[1]) =>
    output((io) => rewardExplainSample(ground, options, io));
  await expect(asked({ sample: 'latest' })).rejects.toThrow(/as latest\/0/);
  await expect(asked({ sample: 'latest/9' })).rejects.toThrow(/has the samples 0, 1, 2, not 9/);
  await expect(asked({ sample: 'latest/0', dataset: 'ffff' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('rollout show and reward explain unfold by the reward of the run', async () => {
  const input = { promptsPerStep: 1, groupSize: 3, reward: 'discrete@1' };
  const other = await startTrainingGround({ input });
  const run = await other.openRun('discrete');
  const version = await seedPolicyVersion(other, run);
  const group = await trainedGroup(other, run.runId, version.id);
  const shown = JSON.parse((await output((io) => rolloutShow(other, group, io), true)).text);
  expect(shown.samples[2]).toMatchObject({
    score: { reward: 'discrete@1', value: 0 },
    files: [{ similarity: 0 }],
  });
  const asked = { sample: `${group}/2` };
  const explained = await output((io) => rewardExplainSample(other, asked, io), true);
  expect(JSON.parse(explained.text)).toMatchObject({ reward: 'discrete@1', value: 0 });
  const variant = { ...asked, variant: 'search-replace' };
  const byPaper = await output((io) => rewardExplainSample(other, variant, io), true);
  expect(JSON.parse(byPaper.text)).toMatchObject({ reward: 'search-replace@1' });
  await other.stop();
});

test('eval show puts exactness beside the reward and lists the pull requests', async () => {
  const { text } = await output((io) => evalShow(ground, 'evaluation-before', io));
  expect(text).toContain('evaluation evaluation-before of policy version shown:0');
  expect(text).toMatch(/decoding +reward \(95 %\) +exact \(95 %\) +well-formed/);
  expect(text).toContain('0.500 (0.400 to 0.600)');
  expect(text).toContain('evoline-demo/held-out-01#1');
  const json = await output((io) => evalShow(ground, 'evaluation-before', io), true);
  expect(JSON.parse(json.text).perItem).toHaveLength(4);
  await expect(output((io) => evalShow(ground, 'no-such-one', io))).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('eval show without a name shows the newest and lists the others', async () => {
  const { text } = await output((io) => evalShowNewest(ground, io));
  expect(text).toContain('evaluation evaluation-after of policy version shown:0');
  expect(text).toMatch(/other evaluations[^]*evaluation-before +shown:0 +held-out +4 +0\.500/);
  const json = await output((io) => evalShowNewest(ground, io), true);
  expect(JSON.parse(json.text)).toMatchObject({
    id: 'evaluation-after',
    others: [{ id: 'evaluation-before' }],
  });
});

test('rollout show latest is the group finished last', async () => {
  const { text } = await output((io) => rolloutShow(ground, 'latest', io), true);
  expect(JSON.parse(text).groupId).toBe(groupId);
});

test('eval compare pairs the items of two evaluations', async () => {
  const names = { baseline: 'evaluation-before', candidate: 'evaluation-after' };
  const { text } = await output((io) => evalCompare(ground, names, io));
  expect(text).toContain('against evaluation evaluation-before, 4 items in pairs');
  expect(text).toContain('not told apart');
  expect(text).toContain('greedy exact: 0 gained, 0 lost, McNemar p 1.0');
  const json = await output((io) => evalCompare(ground, names, io), true);
  expect(JSON.parse(json.text)).toMatchObject({ differences: [], gained: [], lost: [] });
});

/** Samples, scores and freezes step 1: an exact answer, one without an edit, and a wrong one. */
async function trainedGroup(
  on: TrainingGround,
  runId: string,
  policyVersion: string,
): Promise<string> {
  const place = { runId, step: 1, fromPolicyVersion: policyVersion };
  const { groups } = await planStep(on, place);
  const deps = { ...on, engines: new Map([['default', on.engine]]) };
  on.double.state.answerer = ({ prompt, index }) => {
    const item = on.items.train.find(({ files }) => prompt.includes(files[0]?.path ?? '-'));
    const exact = item === undefined ? '' : exactAnswer(item);
    return [exact, 'no edit \u001b[2J', exact.replace('a + b', 'a * b')][index] ?? '';
  };
  const engine = 'default';
  await publishPolicy(deps, { runId, policyVersion, engine }, attemptContext());
  const { template, sampling } = on.config;
  const chunk = { runId, purpose: 'train' as const, step: 1, policyVersion, engine };
  await sampleChunk(deps, { ...chunk, template, sampling, groups }, attemptContext());
  const groupIds = groups.map((group) => group.groupId);
  const pool = openScorePool({ threads: 1 });
  await scoreGroups({ ...deps, pool }, { runId, groupIds }, attemptContext());
  await pool.close();
  await freezeBatch(deps, { ...place, groupIds });
  return groupIds[0] ?? '';
}

async function output(command: (io: Io) => Promise<number>, json = false) {
  const written: string[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const stdin = Readable.from([]);
  await command({ stdin, stdout, stderr: stdout, json, columns: 100, colour: false });
  return { text: written.join('') };
}
