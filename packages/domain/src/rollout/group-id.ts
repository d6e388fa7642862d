import type { SamplingParameters, TemplateName } from '@evoline/contract/rollout';
import { contentDigest } from '../content-digest.ts';

/** Digest of sampling parameters, as it stands beside every group. */
export function samplingDigest(sampling: SamplingParameters): string {
  return contentDigest(sampling);
}

/** Id of a training group: a run draws an item at most once under one seed block. */
export function trainGroupId(group: {
  readonly runId: string;
  readonly itemDigest: string;
  readonly policyVersion: string;
  readonly seedBlock: number;
}): string {
  const { runId, itemDigest, policyVersion, seedBlock } = group;
  return contentDigest(['train', runId, itemDigest, policyVersion, seedBlock]).slice(0, 32);
}

/**
 * Id of an evaluation group. It names the weights and not the run, so that measuring the same weights
 * again, from any run, finds what was sampled before.
 */
export function evaluationGroupId(group: {
  readonly itemDigest: string;
  readonly weightsDigest: string;
  readonly sampling: SamplingParameters;
  readonly template: TemplateName;
  readonly seed: number;
}): string {
  const { itemDigest, weightsDigest, sampling, template, seed } = group;
  const sampled = samplingDigest(sampling);
  return contentDigest(['evaluate', itemDigest, weightsDigest, sampled, template, seed]).slice(
    0,
    32,
  );
}
