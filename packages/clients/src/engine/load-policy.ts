import { EvolineFailure } from '@evoline/contract/failures';
import { wrongPolicy } from './engine-failure.ts';
import type { EngineRoutes } from './engine-routes.ts';
import type { EngineCall, InferenceEngine, LoadRequest, ServedPolicy } from './inference-engine.ts';

/** Reading weights from a disk may take minutes. */
const loadTimeoutSeconds = 600;

/**
 * Makes an engine serve the weights and returns its proof. Evoline's own server confirms the digest.
 * A stock vLLM takes adapters at run time and confirms by name and a canary completion; full weights
 * it must be started with.
 */
export async function loadPolicy(
  routes: EngineRoutes,
  engine: InferenceEngine,
  request: LoadRequest,
  call: EngineCall,
): Promise<ServedPolicy> {
  const { kind } = await engine.facts(call);
  const isServed = (await engine.servedPolicy(request.servedName, call)) !== null;
  const loading = { timeoutSeconds: loadTimeoutSeconds, ...call };
  if (!isServed) {
    if (kind === 'evoline-policy') await loadByDigest(routes, request, loading);
    else if (request.adaptation === 'lora') await loadAdapter(routes, request, loading);
    else throw mustBeStartedWith(routes.name, request);
  }
  const served = await confirm(routes.name, engine, request, call);
  if (served.proof === 'name') await canary(engine, request.servedName, call);
  return served;
}

async function loadByDigest(routes: EngineRoutes, request: LoadRequest, call: EngineCall) {
  const { servedName: name, path, weightsDigest: weights_digest } = request;
  await routes.postForStatus('/evoline/v1/load_policy', { name, path, weights_digest }, call);
}

async function loadAdapter(routes: EngineRoutes, request: LoadRequest, call: EngineCall) {
  const body = { lora_name: request.servedName, lora_path: request.path };
  await routes.postForStatus('/v1/load_lora_adapter', body, call);
}

async function confirm(
  name: string,
  engine: InferenceEngine,
  request: LoadRequest,
  call: EngineCall,
): Promise<ServedPolicy> {
  const served = await engine.servedPolicy(request.servedName, call);
  if (served === null)
    throw wrongPolicy(name, `does not serve ${request.servedName} after loading`);
  if (served.proof === 'digest' && served.weightsDigest !== request.weightsDigest) {
    throw wrongPolicy(
      name,
      `serves weights ${served.weightsDigest} as ${request.servedName}, not ${request.weightsDigest}`,
    );
  }
  return served;
}

/** One greedy token: the name answers, with token ids and log-probs. */
async function canary(engine: InferenceEngine, servedName: string, call: EngineCall) {
  const promptTokenIds = await engine.tokenize(servedName, 'Fix:', call);
  await engine.sample(
    { servedName, promptTokenIds, samples: 1, temperature: 0, maxCompletionTokens: 1, seed: 0 },
    call,
  );
}

function mustBeStartedWith(name: string, request: LoadRequest): EvolineFailure {
  return new EvolineFailure(
    'engine_rejected',
    `engine ${name} is a stock vLLM, which cannot load full weights while it runs: start it with ` +
      `--model ${request.path} --served-model-name ${request.servedName} --logprobs-mode ` +
      'processed_logprobs and retry, or train with adaptation lora',
    { details: { engine: name, servedName: request.servedName } },
  );
}
