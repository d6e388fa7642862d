import type { EvaluateCheckpointConfig } from '@evoline/contract/evaluate';
import type { GroupPlan, SamplingParameters } from '@evoline/contract/rollout';
import { contentDigest } from '../content-digest.ts';
import { evaluationGroupId } from '../rollout/group-id.ts';
import { rolloutSeed } from '../rollout/rollout-seed.ts';

/** Every group that an evaluation of one set of weights consists of, in the order of the items. */
export interface EvaluationGroups {
  readonly greedy: readonly GroupPlan[];
  readonly sampled: readonly GroupPlan[];
}

/** @param itemDigests the suite, in canonical order */
export function evaluationGroups(
  config: Pick<EvaluateCheckpointConfig, 'template' | 'seed' | 'greedy' | 'sampled'>,
  weightsDigest: string,
  itemDigests: readonly string[],
): EvaluationGroups {
  const plan = (sampling: SamplingParameters): GroupPlan[] =>
    itemDigests.map((itemDigest) => {
      // Step 0 for every version: all of them meet the same draws.
      const seed = rolloutSeed({ seed: config.seed, step: 0, itemDigest, seedBlock: 0 });
      const { template } = config;
      const groupId = evaluationGroupId({ itemDigest, weightsDigest, sampling, template, seed });
      return { groupId, itemDigest, seed };
    });
  return { greedy: plan(config.greedy), sampled: plan(config.sampled) };
}

/** Names what is measured, apart from the policy and the sampling: which items, shown and graded how. */
export function suiteDigest(
  config: Pick<EvaluateCheckpointConfig, 'datasetVersion' | 'split' | 'template' | 'reward'>,
  itemDigests: readonly string[],
): string {
  const { datasetVersion, split, template, reward } = config;
  return contentDigest({ datasetVersion, split, template, reward, items: itemDigests });
}
