import type { Comparison, Estimate } from '@evoline/contract/evaluate';
import type { EvaluationRow } from '@evoline/db/queries/evaluations';
import { table } from './table.ts';

/** A mean with its interval, for example `0.654 (0.598 to 0.709)`. */
export function estimateText({ mean, low, high }: Estimate): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** A paired comparison in a few lines; differences are candidate less baseline. */
export function comparisonText(comparison: Comparison): string {
  const { greedyExactGained: gained, greedyExactLost: lost } = comparison;
  const row = (name: string, estimate: Estimate) => [
    name,
    estimateText(estimate),
    estimate.low > 0 ? 'better' : estimate.high < 0 ? 'worse' : 'not told apart',
  ];
  return [
    `against evaluation ${comparison.baselineEvaluation}, ${comparison.items} items in pairs`,
    table(
      ['difference', 'mean (95 %)', 'verdict'],
      [
        row('T=1 reward', comparison.sampledReward),
        row('T=1 exact', comparison.sampledExact),
        row('greedy reward', comparison.greedyReward),
      ],
    ),
    `greedy exact: ${gained} gained, ${lost} lost, McNemar p ${comparison.mcnemarP.toPrecision(2)}`,
  ].join('\n');
}

/** Evaluations beside the one that is shown, one line each. */
export function otherEvaluationsText(others: readonly EvaluationRow[]): string {
  const rows = others.map(({ id, policyVersionId, split, items, metrics, createdAt }) => [
    id,
    policyVersionId,
    split,
    items,
    metrics.sampled.reward.mean.toFixed(3),
    metrics.sampled.exact.mean.toFixed(3),
    createdAt.toISOString().slice(0, 19),
  ]);
  const header = ['other evaluations', 'policy version', 'split', 'items'];
  return table([...header, 'T=1 reward', 'T=1 exact', 'created (UTC)'], rows);
}
