import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { answerCompletion } from './completion-route.ts';
import { decode, encode, specialTokens } from './double-tokenizer.ts';
import { engineError, unknownModel } from './engine-errors.ts';
import type { EngineFaultAnswer } from './engine-fault.ts';
import type { EngineState, ServedModel } from './engine-state.ts';

const Tokenize = z.looseObject({
  model: z.string().nullish(),
  prompt: z.string(),
  add_special_tokens: z.boolean().default(true),
});
const Detokenize = z.looseObject({ model: z.string().nullish(), tokens: z.array(z.int()) });
const LoadAdapter = z.looseObject({ lora_name: z.string().min(1), lora_path: z.string().min(1) });
const UnloadAdapter = z.looseObject({ lora_name: z.string().min(1) });

export interface EngineEnv {
  readonly Variables: { fault: EngineFaultAnswer | null };
}

/** vLLM's routes (vllm/entrypoints, 0.19): health, version, models, completions, tokens, adapters. */
export function vllmRoutes(state: EngineState): Hono<EngineEnv> {
  const app = new Hono<EngineEnv>();
  app.get('/health', (c) => c.body(null, 200));
  app.get('/version', (c) => c.json(versionShape(state)));
  app.get('/v1/models', (c) =>
    c.json({ object: 'list', data: state.served().map((model) => modelCard(state, model)) }),
  );
  app.post('/v1/completions', async (c) =>
    answerCompletion(state, await c.req.json().catch(() => null), c.get('fault')),
  );
  app.post('/tokenize', (c) => withBody(c, Tokenize, (asked) => tokenize(state, asked)));
  app.post('/detokenize', (c) =>
    withBody(c, Detokenize, ({ tokens }) =>
      Response.json({ prompt: decode(tokens, { withSpecial: true }) }),
    ),
  );
  app.post('/v1/load_lora_adapter', (c) =>
    withBody(c, LoadAdapter, (asked) => loadAdapter(state, asked)),
  );
  app.post('/v1/unload_lora_adapter', (c) =>
    withBody(c, UnloadAdapter, ({ lora_name: name }) => {
      const served = state.find(name);
      if (served?.parent == null)
        return engineError(404, `The lora adapter '${name}' cannot be found.`);
      state.unload(name);
      return new Response(`Success: LoRA adapter '${name}' removed successfully.`);
    }),
  );
  return app;
}

/** Reads the JSON body by a shape; what does not fit is 400, as vLLM answers. */
export async function withBody<T>(
  c: Context,
  shape: z.ZodType<T>,
  answer: (body: T) => Response,
): Promise<Response> {
  const body = shape.safeParse(await c.req.json().catch(() => null));
  return body.success ? answer(body.data) : engineError(400, z.prettifyError(body.error));
}

function versionShape({ kind }: EngineState): object {
  if (kind === 'vllm') return { version: '0.19.0' };
  const facts = { torch: '0.0.0', torch_threads: 1, logprobs_mode: 'processed_logprobs' };
  return { version: '0.1.0', engine: 'evoline-policy', ...facts };
}

function modelCard(state: EngineState, { name, path, parent }: ServedModel): object {
  return {
    id: name,
    object: 'model',
    created: 0,
    owned_by: 'vllm',
    root: path,
    parent,
    max_model_len: parent === null ? state.maxModelLength : null,
    permission: [],
  };
}

function tokenize(state: EngineState, asked: z.infer<typeof Tokenize>): Response {
  if (asked.model != null && state.find(asked.model) === undefined)
    return unknownModel(asked.model);
  const head = asked.add_special_tokens ? [specialTokens.beginning] : [];
  const tokens = [...head, ...encode(asked.prompt)];
  return Response.json({
    count: tokens.length,
    max_model_len: state.maxModelLength,
    tokens,
    token_strs: null,
  });
}

function loadAdapter(state: EngineState, asked: z.infer<typeof LoadAdapter>): Response {
  const { lora_name: name, lora_path: path } = asked;
  if (state.find(name) !== undefined)
    return engineError(
      400,
      `The lora adapter '${name}' has already been loaded.`,
      'InvalidUserInput',
    );
  const base = state.served().find(({ parent }) => parent === null);
  if (base === undefined) return engineError(500, 'no base model is served');
  state.serve({ name, path, weightsDigest: null, parent: base.name });
  return new Response(`Success: LoRA adapter '${name}' added successfully.`);
}
