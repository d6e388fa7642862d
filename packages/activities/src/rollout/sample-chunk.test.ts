import { EvolineFailure } from '@evoline/contract/failures';
import { GroupRecord, type SampleChunkRequest } from '@evoline/contract/rollout';
import { servedNameOf } from '@evoline/contract/served-name';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { groupsById } from '@evoline/db/queries/groups';
import { samplesOfGroups } from '@evoline/db/queries/samples';
import { servingOf } from '@evoline/db/queries/serving';
import { attemptContext } from '@evoline/testing/loop/attempt-context';
import { seedPolicyVersion } from '@evoline/testing/loop/seed-policy-version';
import { type TrainingGround, startTrainingGround } from '@evoline/testing/loop/training-ground';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planStep } from '../ledger/plan-step.ts';
import { findEngine } from './find-engine.ts';
import { publishPolicy } from './publish-policy.ts';
import type { RolloutDeps } from './rollout-deps.ts';
import { sampleChunk } from './sample-chunk.ts';

let ground: TrainingGround;
let deps: RolloutDeps;
let version: PolicyVersionRef;
let request: SampleChunkRequest;
let runs = 0;

beforeAll(async () => {
  ground = await startTrainingGround({ itemsPerSplit: 6, input: { promptsPerStep: 4 } });
  const { database, store, engine } = ground;
  deps = { database, store, engines: new Map([['default', engine]]) };
});
afterAll(() => ground.stop());

beforeEach(async () => {
  const run = await ground.openRun(`sample-${runs++}`);
  version = await seedPolicyVersion(ground, run);
  const { groups } = await planStep(ground, {
    runId: run.runId,
    step: 1,
    fromPolicyVersion: version.id,
  });
  request = {
    runId: run.runId,
    purpose: 'train',
    step: 1,
    policyVersion: version.id,
    groups,
    engine: 'default',
    template: ground.config.template,
    sampling: ground.config.sampling,
  };
  await publish();
});
afterEach(() => ground.double.state.faults.clear());

describe('findEngine', () => {
  it('tells what an engine is and which queue its host polls', async () => {
    const facts = await findEngine(deps, { engine: 'default' }, attemptContext());
    expect(facts).toMatchObject({ kind: 'evoline-policy', queue: 'gpu-rollout.default' });
    await expect(findEngine(deps, { engine: 'other' }, attemptContext())).rejects.toMatchObject({
      code: 'not_found',
      message: 'there is no engine other; ENGINE_URL names default',
    });
  });
});

describe('publishPolicy', () => {
  it('has the engine confirm the version under its own name, once', async () => {
    const published = await publish();
    expect(published).toMatchObject({
      servedName: servedNameOf(version.weightsDigest),
      weightsDigest: version.weightsDigest,
    });
    const serving = await servingOf(ground.database, 'default', version.id);
    expect(serving).toMatchObject({ servedName: published.servedName, runId: request.runId });
    const names = ground.double.state.served().map((served) => served.name);
    expect(names.filter((name) => name === published.servedName)).toHaveLength(1);
  });
});

describe('sampleChunk', () => {
  it('leaves every group durable with tokens, log-probs and the version at both ends', async () => {
    const context = attemptContext();
    const result = await sampleChunk(deps, request, context);
    expect(result).toMatchObject({ finished: 4, reused: 0, excluded: {} });
    const [row] = await groupsById(ground.database, [request.groups[0]?.groupId ?? '']);
    const record = GroupRecord.parse(await ground.store.getJson({ sha256: row?.blobSha256 ?? '' }));
    expect(row).toMatchObject({
      state: 'finished',
      servedName: servedNameOf(version.weightsDigest),
      weightsDigestAtDispatch: version.weightsDigest,
      weightsDigestAtFinish: version.weightsDigest,
      promptTokens: record.promptTokenIds.length,
    });
    expect(record.samples).toHaveLength(4);
    expect(record.prompt).toContain('return a - b');
    expect(record.prompt).not.toContain('return a + b');
    const samples = await samplesOfGroups(ground.database, [record.groupId]);
    expect(samples.map((sample) => sample.completionTokens)).toEqual(
      record.samples.map((sample) => sample.tokenIds.length),
    );
    expect(context.heartbeats.at(-1)).toEqual({ ended: expect.arrayContaining([row?.groupId]) });
  });

  it('does not sample a finished group again', async () => {
    await sampleChunk(deps, request, attemptContext());
    const asked = ground.double.state.completions.length;
    const again = await sampleChunk(deps, request, attemptContext(2));
    expect(again).toMatchObject({ finished: 0, reused: 4, completionTokens: 0 });
    expect(ground.double.state.completions).toHaveLength(asked);
  });

  it('draws equally for equal seeds, from another run too', async () => {
    await sampleChunk(deps, request, attemptContext());
    const texts = await textsOf(request);
    const run = await ground.openRun(`sample-${runs++}`);
    const same = await seedPolicyVersion(ground, run);
    const place = { runId: run.runId, step: 1, fromPolicyVersion: same.id };
    const { groups } = await planStep(ground, place);
    const other = { ...request, runId: run.runId, policyVersion: same.id, groups };
    await sampleChunk(deps, other, attemptContext());
    expect(await textsOf(other)).toEqual(texts);
  });

  it('counts a prompt over the budget as a reason, not as a failure', async () => {
    const sampling = { ...request.sampling, maxPromptTokens: 10 };
    const result = await sampleChunk(deps, { ...request, sampling }, attemptContext());
    expect(result).toMatchObject({ finished: 0, excluded: { prompt_over_budget: 4 } });
  });

  it.each([
    ['cuts the connection', { kind: 'cut' }, 'engine_unreachable'],
    ['cuts it in the body', { kind: 'cut', afterBytes: 20 }, 'engine_unreachable'],
    ['is overloaded', { kind: 'status', status: 503 }, 'engine_unreachable'],
    ['answers with garbage', { kind: 'garbage' }, 'engine_incomplete'],
    ['omits log-probs', { kind: 'omitLogProbs' }, 'engine_incomplete'],
    ['omits token ids', { kind: 'omitTokenIds' }, 'engine_incomplete'],
    ['leaves out a sample', { kind: 'dropSample' }, 'engine_incomplete'],
    ['answers as another', { kind: 'answerAs', model: 'other' }, 'engine_wrong_policy'],
  ] as const)('fails by name when the engine %s, and goes on after', async (_w, answer, code) => {
    ground.double.state.faults.plan({ path: '/v1/completions', times: null, answer });
    const failing = sampleChunk(deps, request, attemptContext());
    await expect(failing).rejects.toMatchObject({ code });
    ground.double.state.faults.clear();
    expect(await sampleChunk(deps, request, attemptContext(2))).toMatchObject({ finished: 4 });
  });

  it('keeps what was finished before the engine failed', async () => {
    ground.double.state.faults.plan({ path: '/v1/completions', skip: 2, times: null, answer: cut });
    await expect(sampleChunk(deps, request, attemptContext())).rejects.toThrow(EvolineFailure);
    ground.double.state.faults.clear();
    const again = await sampleChunk(deps, request, attemptContext(2));
    expect(again).toMatchObject({ finished: 2, reused: 2 });
  });

  it('gives up a group that fails alone, on the last chance, with a reason', async () => {
    ground.double.state.faults.plan({ path: '/v1/completions', skip: 3, times: null, answer: cut });
    await expect(sampleChunk(deps, request, attemptContext(2))).rejects.toThrow(EvolineFailure);
    const result = await sampleChunk(deps, request, attemptContext(3));
    expect(result).toMatchObject({ reused: 3, excluded: { engine_fault: 1 } });
  });

  it('never gives up all groups: an engine that serves none has failed', async () => {
    ground.double.state.faults.plan({ path: '/v1/completions', times: null, answer: cut });
    await expect(sampleChunk(deps, request, attemptContext(5))).rejects.toMatchObject({
      code: 'engine_unreachable',
    });
  });

  it('gives up no group when the engine is gone, on the last chance either', async () => {
    const { faults } = ground.double.state;
    faults.plan({ path: '/v1/completions', skip: 2, times: null, answer: cut });
    // Asked once for the chunk, once for each of four groups, and again for the two that finish.
    faults.plan({ path: '/version', skip: 7, times: null, answer: cut });
    await expect(sampleChunk(deps, request, attemptContext(5))).rejects.toMatchObject({
      code: 'engine_unreachable',
    });
    faults.clear();
    const again = await sampleChunk(deps, request, attemptContext(6));
    expect(again).toMatchObject({ finished: 2, reused: 2, excluded: {} });
  });

  it('notices that the engine has forgotten the version', async () => {
    ground.double.state.unload(servedNameOf(version.weightsDigest));
    await expect(sampleChunk(deps, request, attemptContext())).rejects.toMatchObject({
      code: 'engine_wrong_policy',
    });
  });

  it('ends with the reason when it is cancelled', async () => {
    const controller = new AbortController();
    ground.double.state.faults.plan({
      path: '/v1/completions',
      times: null,
      answer: { kind: 'hang' },
    });
    const context = attemptContext(1, controller.signal);
    const reason = new Error('cancelled');
    const sampling = sampleChunk(deps, request, context);
    setTimeout(() => controller.abort(reason), 100);
    await expect(sampling).rejects.toBe(reason);
  });
});

const cut = { kind: 'cut' } as const;

function publish() {
  const { runId } = request;
  return publishPolicy(
    deps,
    { runId, policyVersion: version.id, engine: 'default' },
    attemptContext(),
  );
}

async function textsOf({ groups }: SampleChunkRequest): Promise<string[]> {
  const rows = await groupsById(
    ground.database,
    groups.map((group) => group.groupId),
  );
  const texts: string[] = [];
  for (const row of rows) {
    const record = GroupRecord.parse(await ground.store.getJson({ sha256: row.blobSha256 ?? '' }));
    texts.push([row.itemDigest, ...record.samples.map((sample) => sample.text)].join('|'));
  }
  return texts.toSorted((a, b) => (a < b ? -1 : 1));
}
