import type { EvaluateCheckpointConfig, EvaluationSummary } from '@evoline/contract/evaluate';
import type { GroupPlan, SamplingParameters } from '@evoline/contract/rollout';
import { ledger, reward } from './proxies.ts';
import { sampleAndScore, type SamplingRun } from './sample-groups.ts';

interface EvaluatingRun extends SamplingRun {
  readonly config: EvaluateCheckpointConfig;
}

/**
 * Evaluates one policy version: greedy, then k samples at T=1, one after the other so that the
 * engine always sees the same batch shapes. What has an outcome already is not sampled again.
 */
export async function evaluateVersion(
  run: EvaluatingRun,
  policyVersion: string,
  baselineEvaluation: string | null,
): Promise<EvaluationSummary> {
  const { runId, page, config } = run;
  page.row('evaluate', { state: 'running', progress: policyVersion });
  const plan = await ledger.planEvaluation.executeWithOptions(
    { summary: `plan ${policyVersion}` },
    [{ runId, policyVersion }],
  );
  const sample = (name: string, sampling: SamplingParameters, groups: GroupPlan[]): Promise<void> =>
    sampleAndScore(run, {
      purpose: 'evaluate',
      step: stepOf(policyVersion),
      policyVersion,
      sampling,
      groups,
      title: `${name} of ${policyVersion}`,
    });
  await sample('greedy', config.greedy, plan.greedy);
  await sample('samples', config.sampled, plan.sampled);
  return reward.summariseEvaluation.executeWithOptions({ summary: `summarise ${policyVersion}` }, [
    { runId, policyVersion, baselineEvaluation },
  ]);
}

/** A policy version is named `<run id>:<step>`. */
export function stepOf(policyVersion: string): number {
  const step = Number(policyVersion.split(':').at(-1));
  return Number.isInteger(step) && step >= 0 ? step : 0;
}
