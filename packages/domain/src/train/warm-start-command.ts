import type { TrainPolicyConfig } from '@evoline/contract/train';
import { type WarmStartCommand, trainerProtocol } from '@evoline/contract/trainer-protocol';

/** The policy that is made from nothing for the base `tiny`: about 0.75 million parameters. */
const tinyPolicy = {
  hidden: 128,
  layers: 3,
  heads: 4,
  mlp: 384,
  vocabulary_limit: 1024,
  // Wider than usual, and with a short rotary base: else it does not learn to copy in time.
  initializer_range: 0.06,
  rope_theta: 500,
} as const;

/** A token of code is about four bytes. */
const bytesPerToken = 4;

/**
 * The longest demonstration, prompt and answer together, in UTF-8 bytes: about as much as the lengths
 * of sampling allow. Longer ones are left out, for a policy could not be asked for them.
 */
export function maxDemonstrationBytes({ sampling }: Pick<TrainPolicyConfig, 'sampling'>): number {
  return bytesPerToken * (sampling.maxPromptTokens + sampling.maxCompletionTokens);
}

/** The request of a warm start. Paths are the host's. */
export function warmStartCommand(
  config: TrainPolicyConfig,
  paths: { readonly demonstrations: string; readonly out: string },
): WarmStartCommand {
  const { base, warmStart } = config;
  // No byte takes more than a token, so every demonstration fits; rotary positions cost nothing.
  const maxPositions = maxDemonstrationBytes(config) + 2;
  return {
    protocol: trainerProtocol,
    base,
    tiny: base === 'tiny' ? { ...tinyPolicy, max_positions: maxPositions } : null,
    demonstrations: paths.demonstrations,
    steps: warmStart.steps,
    batch_size: warmStart.batchSize,
    learning_rate: warmStart.learningRate,
    seed: config.seed,
    torch_threads: config.torchThreads,
    out: paths.out,
  };
}
