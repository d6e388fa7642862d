import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StepPlan } from '@evoline/contract/train';
import { excludeGroup } from '@evoline/db/queries/finish-group';
import { groupsById } from '@evoline/db/queries/groups';
import { cachedRewards, rewardsOfGroups } from '@evoline/db/queries/rewards';
import { samplesOfGroups } from '@evoline/db/queries/samples';
import { decodeBatch } from '@evoline/domain/train/encode-batch';
import { damageArtifact } from '@evoline/testing/artifact-store/damage-artifact';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { seedPolicyVersion } from '@evoline/testing/loop/seed-policy-version';
import { exactAnswer } from '@evoline/testing/loop/seed-task-dataset';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planStep } from '../ledger/plan-step.ts';
import { publishPolicy } from '../rollout/publish-policy.ts';
import { sampleChunk } from '../rollout/sample-chunk.ts';
import { freezeBatch } from './freeze-batch.ts';
import { keyedRewardRule } from './keyed-reward-rule.ts';
import { scoreGroups } from './score-groups.ts';
import { openScorePool, type ScorePool } from './score-pool.ts';

let ground: TrainingGround;
let plan: StepPlan;
let runId: string;
let runs = 0;
let pool: ScorePool;
const { key } = keyedRewardRule('search-replace@1');

beforeAll(async () => {
  ground = await startTrainingGround({ itemsPerSplit: 4, input: { promptsPerStep: 2 } });
  pool = openScorePool({ threads: 2 });
});
afterAll(async () => {
  await Promise.all([ground.stop(), pool.close()]);
});

describe('scoreGroups', () => {
  beforeEach(() => sampleStep(['exact', 'wrong', 'no block', 'exact']));

  it('scores every sample by the rule of the run, once', async () => {
    const first = await score();
    expect(first).toEqual({ scored: 8, excluded: {} });
    const rows = await rewardsOfGroups(ground.database, key, groupIds());
    const kinds = rows.map((row) => [row.outcome, row.exact, row.category]);
    expect(kinds).toContainEqual(['scored', true, null]);
    expect(kinds).toContainEqual(['scored', false, null]);
    expect(kinds).toContainEqual(['fault', false, 'no_edit_block']);
    for (const row of rows) expect(row.value === -1).toBe(row.outcome === 'fault');
    expect(await score()).toEqual(first);
    expect(await rewardsOfGroups(ground.database, key, groupIds())).toEqual(rows);
  });

  it('grades equal answers to one item once', async () => {
    await score();
    const samples = await samplesOfGroups(ground.database, groupIds());
    const answers = new Set(samples.map((each) => `${each.itemDigest} ${each.outputDigest}`));
    const cached = await cachedRewards(ground.database, key, samples);
    expect(cached).toHaveLength(answers.size);
    expect(answers.size).toBeLessThan(samples.length);
  });

  it('gives a group that was never sampled no reward, but a reason', async () => {
    await sampleStep(['exact'], async (ids) => {
      await excludeGroup(ground.database, {
        groupId: ids[0] ?? '',
        reason: 'engine_fault',
        engine: null,
      });
    });
    expect(await score()).toEqual({ scored: 4, excluded: { engine_fault: 4 } });
  });

  it('reports a flipped byte in a group and scores nothing by it', async () => {
    await sampleStep(['new']);
    const [group] = await groupsById(ground.database, groupIds().slice(0, 1));
    await damageArtifact(ground.storeFolder, group?.blobSha256 ?? '');
    await expect(score()).rejects.toMatchObject({ code: 'store_corrupt' });
    const rows = await rewardsOfGroups(ground.database, key, [group?.groupId ?? '']);
    expect(rows).toEqual([]);
  });

  it('grades nothing a second time, in another run neither', async () => {
    await score();
    const graded = pool.stats().parts;
    expect(await score()).toEqual({ scored: 8, excluded: {} });
    await sampleStep(['exact', 'wrong', 'no block', 'exact']);
    expect(await score()).toEqual({ scored: 8, excluded: {} });
    expect(pool.stats().parts).toBe(graded);
  });

  it('excludes an answer that takes too long, once more in the next run, and scores the others', async () => {
    const odd = openScorePool({ threads: 2, program: oddProgram, pairTimeoutSeconds: 2 });
    for (const again of [1, 2]) {
      await sampleStep(['exact', 'forever', 'wrong', 'exact']);
      expect(await score(odd)).toEqual({ scored: 6, excluded: { score_timeout: 2 } });
      expect(odd.stats().outcomes.timeout).toBe(2 * again);
      expect(await freeze()).toMatchObject({ samples: 6, metrics: { excluded: 2 } });
    }
    await odd.close();
  });

  it('goes on where an attempt was cut off in the middle of grading', async () => {
    const odd = openScorePool({ threads: 1, program: oddProgram, pairTimeoutSeconds: 3600 });
    await sampleStep(['exact', 'forever', 'wrong', 'no block']);
    const stop = new AbortController();
    const attempt = scoreGroups({ ...ground, pool: odd }, request(), {
      ...attemptContext(1, stop.signal),
    });
    const told = Promise.allSettled([attempt]);
    while (odd.stats().threads === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error('cut off'));
    expect(await told).toEqual([{ status: 'rejected', reason: stop.signal.reason }]);
    expect(await rewardsOfGroups(ground.database, key, groupIds())).toEqual([]);
    await odd.close();
    expect(await score()).toEqual({ scored: 8, excluded: {} });
    expect(await score()).toEqual({ scored: 8, excluded: {} });
  });

  it('keeps what a process had scored that was killed, and goes on behind it', async () => {
    await sampleStep(['new', 'forever in the second group']);
    const program = join(import.meta.dirname, 'score-apart.test-program.ts');
    const words = [JSON.stringify(request()), ground.postgres.url, ground.storeFolder];
    const child = spawn(process.execPath, [program, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [told] = await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const { scored } = JSON.parse(String(told)) as { scored: string };
    const kept = await rewardsOfGroups(ground.database, key, groupIds());
    expect(kept.map(({ groupId }) => groupId)).toEqual([scored, scored, scored, scored]);
    expect(await score()).toEqual({ scored: 8, excluded: {} });
    expect(await rewardsOfGroups(ground.database, key, [scored])).toEqual(kept);
  });

  it('tells of every group that it has scored', async () => {
    const context = attemptContext();
    await scoreGroups({ ...ground, pool }, request(), context);
    const told = context.heartbeats as { scored: string }[];
    expect(told.map(({ scored }) => scored).toSorted()).toEqual(groupIds().toSorted());
  });

  it('does nothing when it is cancelled before it begins', async () => {
    const controller = new AbortController();
    controller.abort(new Error('cancelled'));
    const context = attemptContext(1, controller.signal);
    await expect(scoreGroups({ ...ground, pool }, request(), context)).rejects.toThrow('cancelled');
    expect(await rewardsOfGroups(ground.database, key, groupIds())).toEqual([]);
  });
});

describe('freezeBatch', () => {
  it('freezes advantages, members and metrics of a step, once', async () => {
    await sampleStep(['exact', 'wrong', 'no block', 'exact']);
    await score();
    const frozen = await freeze();
    expect(frozen).toMatchObject({ step: 1, samples: 8, hasSignal: true });
    expect(frozen.metrics).toMatchObject({ wellFormed: 0.75, exact: 0.5, zeroVarianceGroups: 0 });
    const { rows, metadata } = decodeBatch(await ground.store.get(frozen.batch));
    expect(rows).toHaveLength(8);
    expect(metadata).toMatchObject({ format: 'evoline.batch.v1', step: '1', group_size: '4' });
    expect(JSON.stringify(metadata)).not.toContain(runId);
    const sum = rows.reduce((total, row) => total + row.advantage, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-5);
    expect(await freeze()).toEqual(frozen);
    const members = await ground.postgres.sql(
      'select advantage from batch_sample where run_id = $1',
      [runId],
    );
    expect(members).toHaveLength(8);
  });

  it('gives equal batches to equal runs', async () => {
    await sampleStep(['exact', 'wrong', 'no block', 'exact']);
    await score();
    const { batch } = await freeze();
    await sampleStep(['exact', 'wrong', 'no block', 'exact']);
    await score();
    expect((await freeze()).batch).toEqual(batch);
  });

  it('says that a step of equals has no signal', async () => {
    await sampleStep(['exact']);
    await score();
    const frozen = await freeze();
    expect(frozen).toMatchObject({ samples: 8, hasSignal: false });
    expect(frozen.metrics).toMatchObject({ reward: 1, exact: 1, zeroVarianceGroups: 1 });
  });

  it('makes an empty batch without signal when every group was excluded', async () => {
    await sampleStep(['exact'], async (ids) => {
      for (const groupId of ids) {
        await excludeGroup(ground.database, { groupId, reason: 'engine_fault', engine: null });
      }
    });
    await score();
    expect(await freeze()).toMatchObject({
      samples: 0,
      hasSignal: false,
      metrics: { reward: null, excluded: 8 },
    });
  });

  it('refuses to freeze samples that were not scored', async () => {
    await sampleStep(['exact']);
    await expect(freeze()).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('has not been scored'),
    });
  });
});

/** `new` and `forever` are other ones in each run, whose grades nobody knows. */
type Answer = 'exact' | 'wrong' | 'no block' | 'new' | 'forever' | 'forever in the second group';

const oddProgram = new URL('./odd-score.test-thread.ts', import.meta.url);

/** Plans step 1 of a new run and samples it; each group's samples get these answers in turn. */
async function sampleStep(
  answers: readonly Answer[],
  before: (groupIds: readonly string[]) => Promise<void> = async () => {},
): Promise<void> {
  const run = await ground.openRun(`score-${runs++}`);
  runId = run.runId;
  const version = await seedPolicyVersion(ground, run);
  plan = await planStep(ground, { runId, step: 1, fromPolicyVersion: version.id });
  let firstPrompt: string | undefined;
  ground.double.state.answerer = ({ prompt, index }) => {
    firstPrompt ??= prompt;
    const answer = answers[index % answers.length] ?? 'exact';
    if (answer !== 'forever in the second group') return answerTo(prompt, answer);
    return answerTo(prompt, prompt === firstPrompt ? 'exact' : 'forever');
  };
  const engines = new Map([['default', ground.engine]]);
  const deps = { ...ground, engines };
  const policyVersion = version.id;
  await publishPolicy(deps, { runId, policyVersion, engine: 'default' }, attemptContext());
  await before(groupIds());
  const { template, sampling } = ground.config;
  const what = { runId, purpose: 'train' as const, step: 1, policyVersion, engine: 'default' };
  const request = { ...what, template, sampling, groups: plan.groups };
  await sampleChunk(deps, request, attemptContext());
}

function answerTo(prompt: string, answer: Answer): string {
  const item = ground.items.train.find(({ files }) => prompt.includes(files[0]?.path ?? '-'));
  if (item === undefined) throw new Error('the prompt shows no item of the train split');
  if (answer === 'no block') return '<think>\nx\n</think>\n<solution>\nnothing\n</solution>';
  const exact = exactAnswer(item);
  if (answer === 'new') return exact.replace('<think>', `<think>${runId}`);
  if (answer === 'forever') return exact.replace('<think>', `<think>take forever ${runId}`);
  return answer === 'exact' ? exact : exact.replace('a + b', 'a * b');
}

function groupIds(): string[] {
  return plan.groups.map((group) => group.groupId);
}

function request() {
  return { runId, groupIds: groupIds() };
}

function score(by = pool) {
  return scoreGroups({ ...ground, pool: by }, request(), attemptContext());
}

function freeze() {
  const { fromPolicyVersion } = plan;
  return freezeBatch(ground, { runId, step: 1, fromPolicyVersion, groupIds: groupIds() });
}
