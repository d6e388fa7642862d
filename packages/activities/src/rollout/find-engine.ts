import { rolloutQueueOf } from '@evoline/contract/queues';
import type { EngineFacts } from '@evoline/contract/rollout';
import type { ActivityContext } from '../activity-context.ts';
import { type RolloutDeps, engineNamed } from './rollout-deps.ts';

/** Which engine this is, whether it answers, and the queue of the host beside it. */
export async function findEngine(
  deps: RolloutDeps,
  request: { readonly engine: string },
  context: Pick<ActivityContext, 'signal'>,
): Promise<EngineFacts> {
  const facts = await engineNamed(deps, request.engine).facts({ signal: context.signal });
  return { engine: request.engine, ...facts, queue: rolloutQueueOf(request.engine) };
}
