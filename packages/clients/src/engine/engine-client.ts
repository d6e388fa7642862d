import type { EngineFacts, SampleRecord } from '@evoline/contract/rollout';
import {
  CompletionAnswer,
  ModelsAnswer,
  PoliciesAnswer,
  TokenizeAnswer,
  VersionAnswer,
} from './engine-answers.ts';
import { EngineRoutes } from './engine-routes.ts';
import type {
  EngineCall,
  InferenceEngine,
  SampleRequest,
  ServedPolicy,
} from './inference-engine.ts';
import { loadPolicy } from './load-policy.ts';
import { readSamples } from './read-samples.ts';

/** Slowest sequence that is waited for, tokens a second; the engine's queue is in the base time. */
const floorTokensPerSecond = 5;
const completionBaseSeconds = 120;

/** Talks to the engine at `address` by vLLM's routes. See `InferenceEngine` for the failures. */
export function createEngineClient(options: {
  readonly name: string;
  readonly address: string;
}): InferenceEngine {
  const routes = new EngineRoutes(options.name, options.address);
  const engine: InferenceEngine = {
    name: options.name,
    facts: (call) => readFacts(routes, call),
    servedPolicy: (servedName, call) => servedPolicy(routes, servedName, call),
    tokenize: async (model, prompt, call) => {
      const body = { model, prompt, add_special_tokens: true };
      return (await routes.post('/tokenize', body, TokenizeAnswer, call)).tokens;
    },
    sample: (request, call) => sample(routes, request, call),
    load: (request, call) => loadPolicy(routes, engine, request, call),
  };
  return engine;
}

async function readFacts(
  routes: EngineRoutes,
  call: EngineCall,
): Promise<Pick<EngineFacts, 'kind' | 'build'>> {
  const answer = await routes.get('/version', VersionAnswer, call);
  const kind = answer.engine === 'evoline-policy' ? 'evoline-policy' : 'vllm';
  const torch = answer.torch === undefined ? '' : ` torch ${answer.torch}`;
  const threads = answer.torch_threads === undefined ? '' : ` threads ${answer.torch_threads}`;
  return { kind, build: `${kind} ${answer.version}${torch}${threads}` };
}

async function servedPolicy(
  routes: EngineRoutes,
  servedName: string,
  call: EngineCall,
): Promise<ServedPolicy | null> {
  const { kind } = await readFacts(routes, call);
  if (kind === 'vllm') {
    const models = await routes.get('/v1/models', ModelsAnswer, call);
    return models.data.some((model) => model.id === servedName) ? { proof: 'name' } : null;
  }
  const policies = await routes.get('/evoline/v1/policies', PoliciesAnswer, call);
  const served = policies.find((policy) => policy.name === servedName);
  return served ? { proof: 'digest', weightsDigest: served.weights_digest } : null;
}

async function sample(
  routes: EngineRoutes,
  request: SampleRequest,
  call: EngineCall,
): Promise<SampleRecord[]> {
  const timeoutSeconds = completionBaseSeconds + request.maxCompletionTokens / floorTokensPerSecond;
  const answer = await routes.post('/v1/completions', completionBody(request), CompletionAnswer, {
    timeoutSeconds,
    ...call,
  });
  return readSamples(routes.name, request, answer);
}

/** Says everything: vLLM fills what is left out from the model's generation_config.json. */
function completionBody(request: SampleRequest): Record<string, unknown> {
  return {
    model: request.servedName,
    prompt: request.promptTokenIds,
    n: request.samples,
    seed: request.seed,
    temperature: request.temperature,
    max_tokens: request.maxCompletionTokens,
    top_p: 1,
    top_k: 0,
    min_p: 0,
    presence_penalty: 0,
    frequency_penalty: 0,
    repetition_penalty: 1,
    logprobs: 0,
    return_token_ids: true,
  };
}
