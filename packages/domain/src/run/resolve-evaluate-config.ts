import type { EvaluateCheckpointConfig, EvaluateCheckpointInput } from '@evoline/contract/evaluate';
import { EvolineFailure } from '@evoline/contract/failures';
import { resolveReward } from '../reward/reward-choice.ts';
import { requireDataset, requireItems } from './require-dataset.ts';
import type { PolicyFact, ResolutionFacts } from './resolution-facts.ts';
import {
  defaultEngine,
  defaultHostWaitSeconds,
  defaultRetryDeadlineHours,
  defaultReward,
  trainDefaultsOf,
} from './train-defaults.ts';

/** Groups per sampling activity: evaluation groups are small, greedy ones hold one sample. */
const chunkGroups = 32;

/**
 * Prompt, reward, lengths and dataset are by default those that the policy was trained with.
 *
 * @throws EvolineFailure input_invalid, not_found, nothing_to_work_on
 */
export function resolveEvaluateConfig(
  input: EvaluateCheckpointInput,
  facts: Pick<ResolutionFacts, 'dataset' | 'policy' | 'baseline'>,
): EvaluateCheckpointConfig {
  const policy = requirePolicy(input.policyVersion, facts.policy);
  const dataset = requireDataset(input.datasetVersion, facts.dataset);
  const split = input.split ?? 'held-out';
  requireItems(dataset, split);
  const { trained } = policy;
  const defaults = trainDefaultsOf(trained?.base ?? 'tiny');
  const lengths = {
    maxCompletionTokens: trained?.sampling.maxCompletionTokens ?? defaults.maxCompletionTokens,
    maxPromptTokens: trained?.sampling.maxPromptTokens ?? defaults.maxPromptTokens,
  };
  const samples = input.samples ?? trained?.evaluationSamples ?? defaults.evaluationSamples;
  return {
    policyVersion: policy.id,
    baseline: baselineOf(input, policy, facts.baseline),
    datasetVersion: dataset.digest,
    split,
    template: input.template ?? trained?.template ?? defaults.template,
    reward: resolveReward(input.reward ?? trained?.reward ?? defaultReward),
    greedy: { samples: 1, temperature: 0, ...lengths },
    sampled: { samples, temperature: 1, ...lengths },
    // Fixed: every version is measured on the same draws, whatever seed it was trained with.
    seed: 0,
    maxItems: input.maxItems ?? trained?.maxEvaluationItems ?? defaults.maxEvaluationItems,
    chunkGroups,
    engine: input.engine ?? trained?.engine ?? defaultEngine,
    hostWaitSeconds: defaultHostWaitSeconds,
    retryDeadlineHours: input.retryDeadlineHours ?? defaultRetryDeadlineHours,
  };
}

function requirePolicy(named: string | undefined, found: PolicyFact | null): PolicyFact {
  if (found !== null) return found;
  if (named !== undefined && named !== 'latest') {
    throw new EvolineFailure('not_found', `policyVersion: there is no policy version ${named}.`);
  }
  throw new EvolineFailure(
    'nothing_to_work_on',
    'There is no policy version yet. Start trainPolicy first, or runPipeline, which trains and evaluates.',
  );
}

function baselineOf(
  { baseline: named }: EvaluateCheckpointInput,
  policy: PolicyFact,
  found: PolicyFact | null,
): string | null {
  if (named !== undefined && found === null) {
    throw new EvolineFailure('not_found', `baseline: there is no policy version ${named}.`);
  }
  return found === null || found.id === policy.id ? null : found.id;
}
