import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import { excludeReasons } from '@evoline/contract/rollout';
import type { ExcludeReason } from '@evoline/contract/rollout';
import { explainFault } from './explain-fault.ts';
import type { ExplainedFault } from './explain-fault.ts';
import { explainFile } from './explain-file.ts';
import type { ExplainedFile } from './explain-file.ts';
import { rewardBaselines } from './reward-baselines.ts';
import type { RewardBaselines } from './reward-baselines.ts';
import type { RewardExplanation } from './reward-explanation.ts';
import { defaultRewardSetting, rewardName } from './reward-rule.ts';
import type { RewardRule, RewardSetting, RewardTask } from './reward-rule.ts';
import { chooseReward } from './reward-rules.ts';
import type { UnrelatedChanges } from './unrelated-changes.ts';

/** How a value came about. */
export type ValueOrigin =
  /** The sum of the files' similarities over their count. */
  | { readonly kind: 'mean'; readonly files: number }
  /** 1 or 0: every file has to be as in the oracle. */
  | { readonly kind: 'exactness' }
  /** Neither side changes a file. */
  | { readonly kind: 'nothing_changed' }
  /** The sum of the parts, each counted by its share. */
  | { readonly kind: 'parts' }
  | { readonly kind: 'fault' };

/** A score unfolded; JSON as it is. */
export interface ExplainedScore {
  /** `name@version`, or the name of a combination. */
  readonly reward: string;
  readonly summary: string;
  readonly outcome: RewardOutcome['outcome'];
  /** null when excluded. */
  readonly value: number | null;
  readonly exact: boolean;
  /** null when excluded. */
  readonly origin: ValueOrigin | null;
  readonly fault: ExplainedFault | null;
  readonly excluded: { readonly reason: ExcludeReason; readonly meaning: string } | null;
  /** Sorted by path in code point order; of a combination those of its heaviest part that scored. */
  readonly files: readonly ExplainedFile[];
  /** Of a combination. */
  readonly parts: readonly ExplainedShare[];
}

export interface ExplainedShare {
  readonly weight: number;
  /** Its weight over that of all parts. */
  readonly share: number;
  /** What it adds to the value; null when it is excluded. */
  readonly adds: number | null;
  readonly score: ExplainedScore;
}

export interface ExplainedReward extends ExplainedScore {
  readonly baselines: RewardBaselines;
}

/** One output to be explained. */
export interface RewardQuestion {
  readonly choice: RewardChoice;
  readonly task: RewardTask;
  readonly output: string;
  readonly setting?: RewardSetting;
  /** What other items change, for the second baseline. */
  readonly unrelated?: UnrelatedChanges;
}

/**
 * Scores an output and unfolds the score: category, position and cure of a fault; both diffs, matched blocks
 * and similarity of every file; the parts of a combination; and what the item gives away for free.
 *
 * @throws EvolineFailure input_invalid naming the reward rules that there are
 */
export function explainReward(question: RewardQuestion): ExplainedReward {
  const { choice, task, output, setting = defaultRewardSetting, unrelated } = question;
  const rule = chooseReward(choice);
  const prepared = rule.prepare(task, setting);
  const explanation = prepared.explain(output);
  const score = explainedScore(rule, explanation, { task, output, setting });
  return { ...score, baselines: rewardBaselines(prepared, { task, setting, unrelated }) };
}

type Asked = Pick<Required<RewardQuestion>, 'task' | 'output' | 'setting'>;

function explainedScore(
  rule: RewardRule,
  explanation: RewardExplanation,
  asked: Asked,
): ExplainedScore {
  const { outcome, files, parts = [] } = explanation;
  return {
    reward: rewardName(rule),
    summary: rule.summary,
    outcome: outcome.outcome,
    value: outcome.outcome === 'excluded' ? null : outcome.value,
    exact: outcome.outcome === 'scored' && outcome.exact,
    origin: originOf(rule, explanation),
    fault: explainFault(asked.task, asked.output, explanation),
    excluded:
      outcome.outcome === 'excluded'
        ? { reason: outcome.reason, meaning: excludeReasons[outcome.reason] }
        : null,
    files: files.map((file) => explainFile(file, asked.setting.engine)),
    parts: sharesOf(parts, asked),
  };
}

function sharesOf(
  parts: NonNullable<RewardExplanation['parts']>,
  asked: Asked,
): readonly ExplainedShare[] {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.map(({ reward, weight, explanation }) => {
    const score = explainedScore(chooseReward(reward), explanation, asked);
    const share = weight / weights;
    return { weight, share, adds: score.value === null ? null : share * score.value, score };
  });
}

function originOf({ madeOf }: RewardRule, { outcome }: RewardExplanation): ValueOrigin | null {
  if (outcome.outcome === 'excluded') return null;
  if (madeOf === 'parts') return { kind: madeOf };
  if (outcome.outcome === 'fault') return { kind: 'fault' };
  const files = outcome.files.length;
  if (files === 0) return { kind: 'nothing_changed' };
  return madeOf === 'mean' ? { kind: madeOf, files } : { kind: madeOf };
}
