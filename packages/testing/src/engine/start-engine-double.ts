import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context, type Next } from 'hono';
import { z } from 'zod';
import { sufferFault } from '../http/connection-fault.ts';
import { orderRoute } from '../http/order-route.ts';
import { serveLoopback } from '../http/serve-loopback.ts';
import { engineError } from './engine-errors.ts';
import { EngineFault } from './engine-fault.ts';
import { EngineState, ScriptRule } from './engine-state.ts';
import { evolineRoutes } from './evoline-routes.ts';
import { vllmRoutes, type EngineEnv } from './vllm-routes.ts';

export interface EngineDoubleOptions {
  /** 0: a free one. */
  readonly port?: number;
  /** A stock vLLM, or packages/policy's server, which confirms weights digests. Default the latter. */
  readonly kind?: EngineState['kind'];
  /** Tokens of prompt and completion together. */
  readonly maxModelLength?: number;
  /** Served from the start, as `--model` would; a stock vLLM always has one. */
  readonly baseModel?: string;
  readonly script?: readonly ScriptRule[];
}

export interface EngineDouble {
  readonly url: string;
  readonly state: EngineState;
  close(): Promise<void>;
}

type Env = EngineEnv & { readonly Bindings: HttpBindings };

/**
 * Starts a vLLM-shaped server without a model. Completions are scripted or made up, and the same for the
 * same model, prompt, seed and index. Tests steer it by `state`, other processes by `/_double`.
 */
export async function startEngineDouble(options: EngineDoubleOptions = {}): Promise<EngineDouble> {
  const kind = options.kind ?? 'evoline-policy';
  const state = new EngineState(kind, options.maxModelLength ?? 4096);
  state.script = options.script ?? [];
  const baseModel = options.baseModel ?? (kind === 'vllm' ? 'base' : undefined);
  if (baseModel !== undefined)
    state.serve({ name: baseModel, path: baseModel, weightsDigest: null, parent: null });
  const app = engineApp(state);
  const server = await serveLoopback((request, env) => app.fetch(request, env), options.port);
  return { url: server.url, state, close: server.close };
}

function engineApp(state: EngineState): Hono<Env> {
  const app = new Hono<Env>();
  app.route('/_double', adminRoutes(state));
  app.use((c, next) => misbehave(state, c, next));
  app.route('/', vllmRoutes(state));
  if (state.kind === 'evoline-policy') app.route('/evoline/v1', evolineRoutes(state));
  app.notFound((c) => c.json({ detail: 'Not Found' }, 404));
  app.onError((error) => engineError(500, `the engine double failed: ${error.message}`));
  return app;
}

/** What a test in another process may do to the double. */
function adminRoutes(state: EngineState): Hono {
  const app = new Hono();
  orderRoute(app, '/faults', EngineFault, (fault) => state.faults.plan(fault));
  app.delete('/faults', (c) => {
    state.faults.clear();
    return c.json({ done: true });
  });
  orderRoute(app, '/script', z.array(ScriptRule), (rules) => {
    state.script = rules;
  });
  app.get('/completions', (c) => c.json(state.completions));
  return app;
}

async function misbehave(
  state: EngineState,
  c: Context<Env>,
  next: Next,
): Promise<Response | undefined> {
  const fault = state.faults.take(c.req.path);
  c.set('fault', fault);
  return sufferFault(c, next, fault, (status, message = 'told to fail') =>
    engineError(status, message),
  );
}
