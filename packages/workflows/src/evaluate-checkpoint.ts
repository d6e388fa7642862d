import type { EvaluationSummary } from '@evoline/contract/evaluate';
import type { EvaluateResult, WorkflowResult } from '@evoline/contract/results';
import { conduct, type ActiveRun } from './conduct.ts';
import { evaluateVersion } from './evaluate-version.ts';
import { formatNumber } from './format-number.ts';
import { applyRetry, newPlacement } from './placement.ts';

/**
 * Measures one policy version on a split of a dataset version, beside its baseline: mean reward,
 * well-formed share and exact share, greedy and sampled, with paired differences.
 */
export function evaluateCheckpoint(raw?: unknown): Promise<WorkflowResult<'evaluateCheckpoint'>> {
  return conduct({
    workflow: 'evaluateCheckpoint',
    stages: ['rollout', 'reward', 'evaluate'],
    updates: ['retryStage', 'abortRun'],
    raw,
    body: evaluate,
    summarise: ({ evaluation }) => evaluationLines(evaluation),
  });
}

async function evaluate(run: ActiveRun<'evaluateCheckpoint'>): Promise<EvaluateResult> {
  const { runId, runName, page, config, parking, log } = run;
  const { baseline, policyVersion } = config;
  const placement = newPlacement(config.engine);
  page.attributes({
    Stage: 'evaluate',
    DatasetVersion: config.datasetVersion,
    PolicyVersion: policyVersion,
  });
  parking.prepare({
    homeStage: 'evaluate',
    deadlineHours: config.retryDeadlineHours,
    release: async () => {},
    resume: async (stage, change) => applyRetry(placement, stage, change),
  });
  await log.started('evaluate');
  const sampling = { runId, page, config, placement };
  const before =
    baseline === null || baseline === policyVersion
      ? null
      : await parking.attempt(() => evaluateVersion(sampling, baseline, null));
  const evaluation = await parking.attempt(() =>
    evaluateVersion(sampling, policyVersion, before?.evaluationId ?? null),
  );
  page.metrics(evaluationMetrics(evaluation));
  return { runId, runName, state: 'done', evaluation };
}

/** The numbers of an evaluation that a page shows. */
export function evaluationMetrics({ sampled, greedy }: EvaluationSummary): Record<string, number> {
  return {
    heldOutReward: sampled.reward.mean,
    heldOutExact: sampled.exact.mean,
    heldOutGreedyReward: greedy.reward.mean,
    heldOutGreedyExact: greedy.exact.mean,
  };
}

function evaluationLines(evaluation: EvaluationSummary): readonly string[] {
  const { sampled, greedy, comparison } = evaluation;
  const estimate = ({ mean, low, high }: typeof sampled.reward): string =>
    `${formatNumber(mean)} (${formatNumber(low)} to ${formatNumber(high)})`;
  return [
    `evaluation ${evaluation.evaluationId} of ${evaluation.policyVersion}, ${evaluation.items} items of ${evaluation.split}`,
    `T=1: reward ${estimate(sampled.reward)}, exact ${estimate(sampled.exact)}, well-formed ${estimate(sampled.wellFormed)}`,
    `greedy: reward ${estimate(greedy.reward)}, exact ${estimate(greedy.exact)}`,
    ...(comparison === null
      ? []
      : [
          `against ${comparison.baselineEvaluation}: reward ${estimate(comparison.sampledReward)}, exact ${estimate(comparison.sampledExact)}, McNemar p ${formatNumber(comparison.mcnemarP)}`,
        ]),
  ];
}
