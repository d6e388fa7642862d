import { ChatEngine } from '@evoline/clients/engine/chat-engine';
import { EvolineFailure } from '@evoline/contract/failures';
import type { ContextConfig } from '@evoline/contract/mining-context';
import type { AskEngine } from '@evoline/domain/mine/context/engine-question';

/** CONTEXT_ENGINE_URL and CONTEXT_ENGINE_KEY. */
export interface ContextEngineAccess {
  /** Of an engine that a run need not name; null where there is none. */
  readonly address: string | null;
  /** Secret: kept in memory, and sent to this address only. */
  readonly key: string | null;
}

/**
 * The engine that chooses context files; null where none does.
 *
 * @throws EvolineFailure input_invalid when neither the run nor the worker names an address
 */
export function contextEngine(
  access: ContextEngineAccess,
  { by, engine }: ContextConfig,
  { signal }: { readonly signal: AbortSignal },
): AskEngine | null {
  if (by !== 'engine' || engine === null) return null;
  const address = engine.address ?? access.address;
  if (address === null) {
    const message = 'context.engine.address: none, and CONTEXT_ENGINE_URL is not set';
    throw new EvolineFailure('input_invalid', message);
  }
  const key = address === access.address ? access.key : null;
  const client = new ChatEngine({ address, model: engine.model, key, signal });
  return (question) => client.ask(question);
}
