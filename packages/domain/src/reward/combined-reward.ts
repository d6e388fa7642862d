import type { RewardOutcome } from '@evoline/contract/reward';
import type { ExplainedPart, RewardExplanation } from './reward-explanation.ts';
import { rewardName } from './reward-rule.ts';
import type { PreparedReward, RewardRule } from './reward-rule.ts';

/** A rule and its weight, above 0. */
export interface RewardPart {
  readonly rule: RewardRule;
  readonly weight: number;
}

/**
 * The weighted sum of one rule or more, each weight taken as its share of all weights; again a rule. Its name
 * is made of its parts in the order of their names, its configuration holds the weights.
 *
 * - A part's fault counts as -1 in the sum. The whole is a fault only when every part is one; then it has
 *   the fault of the first part.
 * - One excluded part excludes the whole, with its reason: a sum without it would be another reward.
 * - `exact` when it is for every part. The files are those of the heaviest part that scored.
 *
 * Values stay within -1 and 1 to the last bit: both sums are added in the same order, and rounding is
 * monotone.
 */
export function combinedReward(parts: readonly RewardPart[]): RewardRule {
  const ordered = parts.toSorted((a, b) => (rewardName(a.rule) < rewardName(b.rule) ? -1 : 1));
  const names = ordered.map(({ rule }) => rewardName(rule));
  return {
    name: `combined(${names.join('+')})`,
    version: 1,
    summary: `weighted sum of ${names.join(', ')}`,
    madeOf: 'parts',
    configuration: {
      parts: ordered.map(({ rule, weight }) => ({
        reward: rewardName(rule),
        weight,
        ...(rule.configuration && { configuration: rule.configuration }),
      })),
    },
    prepare(task, setting) {
      const prepared = ordered.map(({ rule, weight }) => ({
        reward: rewardName(rule),
        weight,
        judge: rule.prepare(task, setting),
      }));
      const combined = (outcomeOf: (judge: PreparedReward) => RewardOutcome) =>
        combine(prepared.map(({ judge, weight }) => ({ weight, outcome: outcomeOf(judge) })));
      return {
        score: (output) => combined((judge) => judge.score(output)),
        scoreChanges: (changes) => combined((judge) => judge.scoreChanges(changes)),
        explain: (output) =>
          explanationOf(
            prepared.map(({ judge, ...part }) => ({
              ...part,
              explanation: judge.explain(output),
            })),
          ),
      };
    },
  };
}

interface JudgedPart {
  readonly weight: number;
  readonly outcome: RewardOutcome;
}

function combine(parts: readonly JudgedPart[]): RewardOutcome {
  const heaviest = heaviestScored(parts);
  const excluded = parts.find(({ outcome }) => outcome.outcome === 'excluded');
  if (excluded !== undefined) return excluded.outcome;
  if (heaviest === undefined) return parts[0]!.outcome;
  let sum = 0;
  let weights = 0;
  for (const { weight, outcome } of parts) {
    sum += weight * (outcome.outcome === 'scored' ? outcome.value : -1);
    weights += weight;
  }
  return {
    outcome: 'scored',
    value: sum / weights,
    exact: parts.every(({ outcome }) => outcome.outcome === 'scored' && outcome.exact),
    files: heaviest.outcome.outcome === 'scored' ? heaviest.outcome.files : [],
  };
}

function heaviestScored<Part extends JudgedPart>(parts: readonly Part[]): Part | undefined {
  let heaviest: Part | undefined;
  for (const part of parts) {
    if (part.outcome.outcome !== 'scored') continue;
    if (heaviest === undefined || part.weight > heaviest.weight) heaviest = part;
  }
  return heaviest;
}

/** Thought, edits and files are those of the heaviest part that scored, else of the first. */
function explanationOf(parts: readonly ExplainedPart[]): RewardExplanation {
  const judged = parts.map((part) => ({ ...part, outcome: part.explanation.outcome }));
  const shown = heaviestScored(judged) ?? judged[0];
  return { files: [], ...shown?.explanation, outcome: combine(judged), parts };
}
