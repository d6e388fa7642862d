import { createEngineClient } from '@evoline/clients/engine/engine-client';
import type { InferenceEngine, SampleRequest } from '@evoline/clients/engine/inference-engine';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { decode, encode } from './double-tokenizer.ts';
import type { EngineFaultAnswer } from './engine-fault.ts';
import {
  startEngineDouble,
  type EngineDouble,
  type EngineDoubleOptions,
} from './start-engine-double.ts';

const digest = 'ab'.repeat(32);
const servedName = 'policy@abababababababab';
const call = { signal: new AbortController().signal, timeoutSeconds: 5 };
let double: EngineDouble;

afterEach(() => double?.close());

async function start(options: EngineDoubleOptions = {}): Promise<InferenceEngine> {
  double = await startEngineDouble(options);
  return createEngineClient({ name: 'default', address: double.url });
}

async function startServing(options: EngineDoubleOptions = {}): Promise<InferenceEngine> {
  const engine = await start(options);
  double.state.serve({ name: servedName, path: '/p', weightsDigest: digest, parent: null });
  return engine;
}

function asks(change: Partial<SampleRequest> = {}): SampleRequest {
  const promptTokenIds = encode('Issue: add_fee is wrong\n');
  const request = { servedName, promptTokenIds, samples: 4, temperature: 1 };
  return { ...request, maxCompletionTokens: 200, seed: 7, ...change };
}

describe('the tokenizer', () => {
  test('decoding gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decode(encode(text))).toBe(text);
      }),
    );
    const patch = '<think>\n</think>\n```python\n### a/b.py\n<<<<<<< SEARCH\n    return x\n';
    expect(decode(encode(patch))).toBe(patch);
    expect(encode(patch).length).toBeLessThan(patch.length / 2);
  });
});

describe('completions', () => {
  test('depend on model, prompt, seed and index and on nothing else', async () => {
    const engine = await startServing();
    const first = await engine.sample(asks(), call);
    expect(await engine.sample(asks(), call)).toEqual(first);
    expect(await engine.sample(asks({ seed: 8 }), call)).not.toEqual(first);
    expect(new Set(first.map(({ text }) => text)).size).toBe(4);
    for (const { tokenIds, logProbs, text } of first) {
      expect(decode(tokenIds)).toBe(text);
      expect(logProbs.every((value) => value < 0)).toBe(true);
    }
  });

  test('are drawn from a script, by what the prompt holds; greedy takes the first', async () => {
    const engine = await startServing({
      script: [{ promptHolds: ['add_fee'], answers: ['good', 'bad'] }, { answers: ['other'] }],
    });
    const texts = async (change: Partial<SampleRequest>) =>
      (await engine.sample(asks(change), call)).map(({ text }) => text);
    expect(new Set(await texts({ samples: 30 }))).toEqual(new Set(['good', 'bad']));
    expect(await texts({ temperature: 0, samples: 2 })).toEqual(['good', 'good']);
    expect(await texts({ promptTokenIds: encode('hello'), samples: 1 })).toEqual(['other']);
    double.state.answerer = ({ index }) => `number ${index}`;
    expect(await texts({ samples: 2 })).toEqual(['number 0', 'number 1']);
  });

  test('that are longer than the limit are cut and say so', async () => {
    const engine = await startServing({ script: [{ answers: ['one two three four'] }] });
    const [sample] = await engine.sample(asks({ maxCompletionTokens: 5 }), call);
    expect(sample).toMatchObject({ finishReason: 'length', text: 'one t' });
  });

  test('that would not fit the model are refused, and so are strangers', async () => {
    const engine = await startServing({ maxModelLength: 30 });
    await expect(engine.sample(asks(), call)).rejects.toMatchObject({
      code: 'engine_rejected',
      message: expect.stringContaining('maximum context length is 30'),
    });
    await expect(engine.sample(asks({ servedName: 'x' }), call)).rejects.toMatchObject({
      code: 'engine_wrong_policy',
    });
  });

  test('are on record, for a test that counts what was asked for', async () => {
    const engine = await startServing();
    await engine.sample(asks(), call);
    const prompt = 'Issue: add_fee is wrong\n';
    expect(double.state.completions).toEqual([{ model: servedName, prompt, samples: 4, seed: 7 }]);
  });
});

describe('publishing', () => {
  const load = { servedName, weightsDigest: digest, path: '/p' };

  test('to packages/policy’s server is confirmed by digest, and a name keeps its weights', async () => {
    const engine = await start();
    const served = { proof: 'digest', weightsDigest: digest };
    expect(await engine.load({ ...load, adaptation: 'full' }, call)).toEqual(served);
    expect(await engine.facts(call)).toMatchObject({ kind: 'evoline-policy' });
    const again = { name: servedName, path: '/p', weights_digest: 'cd'.repeat(32) };
    const body = JSON.stringify(again);
    const refused = await fetch(`${double.url}/evoline/v1/load_policy`, { method: 'POST', body });
    expect(refused.status).toBe(409);
  });

  test('to a stock vLLM goes by adapter, and full weights must be there from the start', async () => {
    const engine = await start({ kind: 'vllm' });
    expect(await engine.load({ ...load, adaptation: 'lora' }, call)).toEqual({ proof: 'name' });
    const other = { ...load, servedName: 'policy@cd', adaptation: 'full' } as const;
    await expect(engine.load(other, call)).rejects.toMatchObject({ code: 'engine_rejected' });
    const models = (await (await fetch(`${double.url}/v1/models`)).json()) as { data: object[] };
    expect(models.data).toMatchObject([{ id: 'base' }, { id: servedName, parent: 'base' }]);
  });
});

describe('faults', () => {
  const cases: readonly (readonly [EngineFaultAnswer, string])[] = [
    [{ kind: 'status', status: 500 }, 'engine_unreachable'],
    [{ kind: 'hang' }, 'engine_unreachable'],
    [{ kind: 'cut' }, 'engine_unreachable'],
    [{ kind: 'cut', afterBytes: 20 }, 'engine_unreachable'],
    [{ kind: 'garbage' }, 'engine_incomplete'],
    [{ kind: 'omitLogProbs' }, 'engine_incomplete'],
    [{ kind: 'omitTokenIds' }, 'engine_incomplete'],
    [{ kind: 'nullLogProb' }, 'engine_incomplete'],
    [{ kind: 'dropSample' }, 'engine_incomplete'],
    [{ kind: 'answerAs', model: 'policy@old' }, 'engine_wrong_policy'],
  ];

  test.each(cases)('%j is what the client calls %s, once', async (answer, code) => {
    const engine = await startServing();
    double.state.faults.plan({ path: '^/v1/completions$', answer });
    const short = { ...call, timeoutSeconds: 0.3 };
    await expect(engine.sample(asks(), short)).rejects.toMatchObject({ code });
    expect((await engine.sample(asks(), call)).length).toBe(4);
  });

  test('can be ordered from another process', async () => {
    const engine = await startServing();
    const order = (path: string, body: unknown) =>
      fetch(`${double.url}/_double/${path}`, { method: 'POST', body: JSON.stringify(body) });
    await order('faults', { answer: { kind: 'status', status: 503 }, times: 2 });
    for (const _ of [1, 2]) await expect(engine.facts(call)).rejects.toThrow('503');
    await order('script', [{ answers: ['scripted'] }]);
    expect((await engine.sample(asks({ samples: 1 }), call))[0]?.text).toBe('scripted');
    expect((await order('script', [{ answers: [] }])).status).toBe(400);
  });
});
