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

/** The request of a warm start. Paths are the host's. */
export function warmStartCommand(
  config: TrainPolicyConfig,
  paths: { readonly demonstrations: string; readonly out: string },
): WarmStartCommand {
  const { base, sampling, warmStart } = config;
  const maxPositions = sampling.maxPromptTokens + sampling.maxCompletionTokens;
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
