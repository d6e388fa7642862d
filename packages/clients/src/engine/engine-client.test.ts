import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngineClient } from './engine-client.ts';
import type { InferenceEngine, SampleRequest } from './inference-engine.ts';

type Answer =
  | { status?: number; body?: unknown; text?: string }
  | 'cut'
  | 'cut in the body'
  | 'hang';
type Routes = Record<string, Answer | ((body: never) => Answer)>;

const digest = 'ab'.repeat(32);
const servedName = 'policy@abababababababab';
const request: SampleRequest = {
  servedName,
  promptTokenIds: [5, 6],
  samples: 2,
  temperature: 1,
  maxCompletionTokens: 4,
  seed: 7,
};
const call = { signal: new AbortController().signal, timeoutSeconds: 5 };
const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('sampling', () => {
  it('sends token ids and every sampling parameter, and hands ids and log-probs back', async () => {
    let sent: unknown;
    const engine = await engineWith({
      'POST /v1/completions': (body) => {
        sent = body;
        return { body: completion() };
      },
    });
    expect(await engine.sample(request, call)).toEqual([
      { index: 0, text: 'a', tokenIds: [1, 2], logProbs: [-0.5, -1], finishReason: 'stop' },
      { index: 1, text: 'b', tokenIds: [3, 4], logProbs: [-0.5, -1], finishReason: 'length' },
    ]);
    expect(sent).toEqual({
      model: servedName,
      prompt: [5, 6],
      n: 2,
      seed: 7,
      temperature: 1,
      max_tokens: 4,
      top_p: 1,
      top_k: 0,
      min_p: 0,
      presence_penalty: 0,
      frequency_penalty: 0,
      repetition_penalty: 1,
      logprobs: 0,
      return_token_ids: true,
    });
  });

  it.each([
    ['no log-probs', { logprobs: null }, /logprobs/],
    ['no token ids', { token_ids: null }, /token_ids/],
    ['fewer log-probs than tokens', { logprobs: { token_logprobs: [-1] } }, /2 tokens and 1 log/],
    ['a log-prob that is null', { logprobs: { token_logprobs: [-1, null] } }, /token_logprobs/],
    ['another prompt', { prompt_token_ids: [5, 7] }, /another prompt/],
    ['no token at all', { token_ids: [], logprobs: { token_logprobs: [] } }, /no token/],
    ['the same sample twice', { index: 1 }, /2 samples were asked for/],
  ])('refuses an answer with %s', async (_what, change, message) => {
    const body = completion();
    Object.assign(body.choices[0] ?? {}, change);
    const engine = await engineWith({ 'POST /v1/completions': { body } });
    await expect(engine.sample(request, call)).rejects.toMatchObject({
      code: 'engine_incomplete',
      message: expect.stringMatching(message),
    });
  });

  it('tells a policy that is not served from other refusals', async () => {
    const gone = { error: { message: `The model \`${servedName}\` does not exist.` } };
    const cases = [
      [{ status: 404, body: gone }, 'engine_wrong_policy', /does not exist/],
      [{ body: { ...completion(), model: 'other' } }, 'engine_wrong_policy', /answered as other/],
      [
        { status: 400, body: { error: { message: 'n is too big' } } },
        'engine_rejected',
        /n is too/,
      ],
      [{ status: 404, text: 'Not Found' }, 'engine_rejected', /404: Not Found/],
      [{ status: 503, body: { message: 'busy' } }, 'engine_unreachable', /503: busy/],
      [{ status: 429, text: '' }, 'engine_unreachable', /429: \(nothing\)/],
    ] as const;
    for (const [answer, code, message] of cases) {
      const engine = await engineWith({ 'POST /v1/completions': answer });
      await expect(engine.sample(request, call)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    }
  });
});

describe('an engine that is not well', () => {
  it.each(['cut', 'cut in the body', 'hang'] as const)('is unreachable: %s', async (fault) => {
    const engine = await engineWith({ 'POST /v1/completions': fault });
    await expect(engine.sample(request, { ...call, timeoutSeconds: 0.2 })).rejects.toMatchObject({
      code: 'engine_unreachable',
    });
  });

  it('is unreachable when nothing listens there', async () => {
    const engine = createEngineClient({ name: 'default', address: 'http://127.0.0.1:1' });
    await expect(engine.facts(call)).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: expect.stringContaining('engine default did not answer /version'),
    });
  });

  it('is incomplete when it answers with garbage', async () => {
    const engine = await engineWith({ 'POST /v1/completions': { text: '<html>' } });
    await expect(engine.sample(request, call)).rejects.toMatchObject({ code: 'engine_incomplete' });
  });

  it('lets go at once with the caller’s reason when the call is cancelled', async () => {
    const engine = await engineWith({ 'POST /v1/completions': 'hang' });
    const controller = new AbortController();
    const reason = new Error('cancelled by a person');
    setImmediate(() => controller.abort(reason));
    await expect(engine.sample(request, { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('publishing', () => {
  const load = {
    servedName,
    weightsDigest: digest,
    path: '/models/7',
    adaptation: 'full',
  } as const;

  it('loads into evoline’s own server and asks which digest it serves', async () => {
    const policies: unknown[] = [];
    const engine = await engineWith({
      'GET /version': { body: { version: '0.1.0', engine: 'evoline-policy' } },
      'GET /evoline/v1/policies': () => ({ body: policies }),
      'POST /evoline/v1/load_policy': (body) => {
        policies.push(body);
        return { body: {} };
      },
    });
    const served = { proof: 'digest', weightsDigest: digest };
    expect(await engine.load(load, call)).toEqual(served);
    expect(await engine.load(load, call)).toEqual(served);
    expect(policies).toEqual([{ name: servedName, path: '/models/7', weights_digest: digest }]);
  });

  it('does not believe a server that serves other weights by that name', async () => {
    const engine = await engineWith({
      'GET /version': { body: { version: '0.1.0', engine: 'evoline-policy' } },
      'GET /evoline/v1/policies': { body: [{ name: servedName, weights_digest: 'cd'.repeat(32) }] },
    });
    await expect(engine.load(load, call)).rejects.toMatchObject({ code: 'engine_wrong_policy' });
  });

  it('loads an adapter into a stock vLLM, confirmed by name and a canary', async () => {
    const served = ['base'];
    const canaries: unknown[] = [];
    const engine = await engineWith({
      ...stock(served, canaries),
      'POST /v1/load_lora_adapter': (body: { lora_name: string }) => {
        served.push(body.lora_name);
        return { text: 'Success' };
      },
    });
    expect(await engine.load({ ...load, adaptation: 'lora' }, call)).toEqual({ proof: 'name' });
    expect(canaries).toMatchObject([{ model: servedName, n: 1, temperature: 0, max_tokens: 1 }]);
  });

  it('tells a person how to start a stock vLLM with full weights', async () => {
    const served = ['base'];
    const engine = await engineWith(stock(served, []));
    await expect(engine.load(load, call)).rejects.toMatchObject({
      code: 'engine_rejected',
      message: expect.stringContaining(`--model /models/7 --served-model-name ${servedName}`),
    });
    served.push(servedName);
    expect(await engine.load(load, call)).toEqual({ proof: 'name' });
  });
});

function stock(served: string[], canaries: unknown[]): Routes {
  return {
    'GET /version': { body: { version: '0.14.0' } },
    'GET /v1/models': () => ({ body: { data: served.map((id) => ({ id })) } }),
    'POST /tokenize': { body: { tokens: [5, 6] } },
    'POST /v1/completions': (body) => {
      canaries.push(body);
      return { body: { ...completion(), choices: completion().choices.slice(0, 1).map(oneToken) } };
    },
  };
}

function oneToken<T extends object>(choice: T): T {
  return { ...choice, token_ids: [1], logprobs: { token_logprobs: [-0.1] } };
}

function completion() {
  const choice = (index: number, text: string, tokens: number[], reason: string) => ({
    index,
    text,
    finish_reason: reason,
    token_ids: tokens,
    prompt_token_ids: [5, 6],
    logprobs: { token_logprobs: [-0.5, -1], tokens: ['x', 'y'] },
  });
  return {
    id: 'cmpl-1',
    model: servedName,
    choices: [choice(1, 'b', [3, 4], 'length'), choice(0, 'a', [1, 2], 'stop')].toReversed(),
    usage: {},
  };
}

async function engineWith(routes: Routes): Promise<InferenceEngine> {
  const server = http.createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const route = routes[`${incoming.method} ${incoming.url}`] ?? {
      status: 404,
      text: 'Not Found',
    };
    const parsed = body === '' ? undefined : JSON.parse(body);
    answer(response, typeof route === 'function' ? route(parsed as never) : route);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createEngineClient({ name: 'default', address: `http://127.0.0.1:${port}` });
}

function answer(response: http.ServerResponse, planned: Answer): void {
  if (planned === 'hang') return;
  if (planned === 'cut') return void response.destroy();
  if (planned === 'cut in the body') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"model":');
    setImmediate(() => response.destroy());
    return;
  }
  response.writeHead(planned.status ?? 200, { 'content-type': 'application/json' });
  response.end(planned.text ?? JSON.stringify(planned.body));
}
