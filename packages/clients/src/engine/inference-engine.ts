import type { EngineFacts, SampleRecord } from '@evoline/contract/rollout';

/** How long a call may take and what ends it sooner. Every call has both. */
export interface EngineCall {
  readonly signal: AbortSignal;
  readonly timeoutSeconds?: number;
}

/** A prompt in token ids, as the engine itself tokenised it, and how to complete it. */
export interface SampleRequest {
  readonly servedName: string;
  readonly promptTokenIds: readonly number[];
  /** G: completions of the one prompt. */
  readonly samples: number;
  readonly temperature: number;
  readonly maxCompletionTokens: number;
  readonly seed: number;
}

/** Weights to serve under a name. `path` is a folder that the engine's host can read. */
export interface LoadRequest {
  readonly servedName: string;
  readonly weightsDigest: string;
  readonly path: string;
  readonly adaptation: 'full' | 'lora';
}

/**
 * What an engine says about a name: the digest of its weights, or, from a stock vLLM, only that it
 * knows the name.
 */
export type ServedPolicy =
  | { readonly proof: 'digest'; readonly weightsDigest: string }
  | { readonly proof: 'name' };

/**
 * An inference engine behind vLLM's routes. Calls raise `EvolineFailure`: engine_unreachable (down,
 * slow, cut off, overloaded), engine_wrong_policy (does not serve the name), engine_incomplete (the
 * answer lacks token ids or log-probs, or has another shape) or engine_rejected (with its words).
 * When `signal` is aborted they raise its reason.
 */
export interface InferenceEngine {
  readonly name: string;
  facts(call: EngineCall): Promise<Pick<EngineFacts, 'kind' | 'build'>>;
  /** null: the engine does not serve the name. */
  servedPolicy(servedName: string, call: EngineCall): Promise<ServedPolicy | null>;
  tokenize(servedName: string, text: string, call: EngineCall): Promise<readonly number[]>;
  /** Samples in the order of their index; log-probs at the sampling temperature. */
  sample(request: SampleRequest, call: EngineCall): Promise<readonly SampleRecord[]>;
  /** Makes the engine serve the weights and confirms that it does. Again is a no-op. */
  load(request: LoadRequest, call: EngineCall): Promise<ServedPolicy>;
}
