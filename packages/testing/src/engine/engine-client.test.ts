import { createEngineClient } from '@evoline/clients/engine/engine-client';
import { servedNameOf } from '@evoline/contract/served-name';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type EngineDouble,
  type EngineDoubleOptions,
  startEngineDouble,
} from './start-engine-double.ts';

const weightsDigest = 'ab'.repeat(32);
const servedName = servedNameOf(weightsDigest);
const call = { signal: new AbortController().signal };
let double: EngineDouble;

afterEach(() => double.close());

async function engineOf(options: EngineDoubleOptions) {
  double = await startEngineDouble(options);
  return createEngineClient({ name: 'default', address: double.url });
}

describe('the engine client against the doubles', () => {
  it('publishes to evoline’s own server by digest, and samples what it tokenised there', async () => {
    const engine = await engineOf({ kind: 'evoline-policy' });
    expect(await engine.facts(call)).toMatchObject({ kind: 'evoline-policy' });
    expect(await engine.servedPolicy(servedName, call)).toBeNull();
    const load = { servedName, weightsDigest, path: '/policy', adaptation: 'full' } as const;
    expect(await engine.load(load, call)).toEqual({ proof: 'digest', weightsDigest });
    const promptTokenIds = await engine.tokenize(servedName, 'def f():\n', call);
    const request = { servedName, promptTokenIds, samples: 3, seed: 5 };
    const sampling = { temperature: 1, maxCompletionTokens: 32 };
    const samples = await engine.sample({ ...request, ...sampling }, call);
    expect(samples.map((sample) => sample.index)).toEqual([0, 1, 2]);
    expect(await engine.sample({ ...request, ...sampling }, call)).toEqual(samples);
  });

  it('publishes an adapter to a stock vLLM, and is told how to serve full weights', async () => {
    const engine = await engineOf({ kind: 'vllm' });
    const load = { servedName, weightsDigest, path: '/policy' };
    await expect(engine.load({ ...load, adaptation: 'full' }, call)).rejects.toMatchObject({
      code: 'engine_rejected',
      message: expect.stringContaining('--served-model-name'),
    });
    expect(await engine.load({ ...load, adaptation: 'lora' }, call)).toEqual({ proof: 'name' });
    expect(await engine.load({ ...load, adaptation: 'lora' }, call)).toEqual({ proof: 'name' });
  });

  it('confirms full weights that a stock vLLM was started with', async () => {
    const engine = await engineOf({ kind: 'vllm', baseModel: servedName });
    const load = { servedName, weightsDigest, path: '/policy', adaptation: 'full' } as const;
    expect(await engine.load(load, call)).toEqual({ proof: 'name' });
  });
});
