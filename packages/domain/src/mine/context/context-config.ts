import { EvolineFailure } from '@evoline/contract/failures';
import type { ContextConfig, ContextInput } from '@evoline/contract/mining-context';

/** Three files stand beside the changed ones; a training context has room for little more. */
export const defaultContext: ContextConfig = {
  by: 'retrieval',
  files: 3,
  maxFileBytes: 30_000,
  engine: null,
};

/**
 * Adds the defaults to what an input says of context files.
 *
 * @throws EvolineFailure input_invalid when an engine is wanted and no model is named
 */
export function contextConfig(input: ContextInput = {}): ContextConfig {
  const { by, files, maxFileBytes } = { ...defaultContext, ...defined(input) };
  const { engine } = input;
  if (by !== 'engine') return { by, files, maxFileBytes, engine: null };
  if (engine === undefined) {
    const example = '{"by": "engine", "engine": {"model": "llama-3.1-70b-instruct"}}';
    throw new EvolineFailure('input_invalid', `context.engine: name a model, such as ${example}`);
  }
  const { address = null, model } = engine;
  return { by, files, maxFileBytes, engine: { address, model } };
}

function defined({ by, files, maxFileBytes }: ContextInput) {
  return {
    ...(by !== undefined && { by }),
    ...(files !== undefined && { files }),
    ...(maxFileBytes !== undefined && { maxFileBytes }),
  };
}
