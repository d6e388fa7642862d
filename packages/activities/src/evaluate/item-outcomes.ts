import type { GroupPlan } from '@evoline/contract/rollout';
import type { GroupRow } from '@evoline/db/queries/groups';
import type { RewardRow } from '@evoline/db/queries/rewards';
import type { EvaluationGroups } from '@evoline/domain/evaluate/evaluation-groups';
import { type ItemOutcome, decodingOutcome } from '@evoline/domain/evaluate/item-outcome';
import { isWellFormed } from '../reward/score-columns.ts';

/** What became of one item, with how many samples were scored and how many were not. */
export interface CountedOutcome extends ItemOutcome {
  readonly samples: number;
  readonly excluded: number;
}

export interface CountedOutcomes {
  readonly items: readonly CountedOutcome[];
  /** Samples without a reward, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** Puts the scores of an evaluation together by item, in the order of the suite. */
export function itemOutcomes(
  groups: EvaluationGroups,
  rows: readonly GroupRow[],
  rewards: readonly RewardRow[],
): CountedOutcomes {
  const judged = new Map(rows.map((row) => [row.groupId, judgedGroup(row, rewards)]));
  const sampledOf = new Map(groups.sampled.map((group) => [group.itemDigest, group]));
  const items = groups.greedy.map((greedyPlan) => {
    const { itemDigest } = greedyPlan;
    const greedy = scoresOf(judged, greedyPlan);
    const sampled = scoresOf(judged, sampledOf.get(itemDigest));
    return {
      itemDigest,
      greedy: decodingOutcome(greedy.scored),
      sampled: decodingOutcome(sampled.scored),
      samples: greedy.scored.length + sampled.scored.length,
      excluded: greedy.reasons.length + sampled.reasons.length,
    };
  });
  const excluded: Record<string, number> = {};
  for (const reason of [...judged.values()].flatMap((group) => group.reasons)) {
    excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  return { items, excluded };
}

interface JudgedGroup {
  readonly scored: readonly { reward: number; exact: boolean; wellFormed: boolean }[];
  /** One reason per sample without a reward. */
  readonly reasons: readonly string[];
}

const nothing: JudgedGroup = { scored: [], reasons: [] };

function scoresOf(
  judged: ReadonlyMap<string, JudgedGroup>,
  plan: GroupPlan | undefined,
): JudgedGroup {
  return (plan && judged.get(plan.groupId)) ?? nothing;
}

function judgedGroup(row: GroupRow, rewards: readonly RewardRow[]): JudgedGroup {
  if (row.state !== 'finished') {
    const reason = row.reason ?? 'not_sampled';
    return { scored: [], reasons: Array.from({ length: row.sampling.samples }, () => reason) };
  }
  const own = rewards.filter((reward) => reward.groupId === row.groupId);
  return {
    scored: own.flatMap((reward) =>
      reward.value === null
        ? []
        : [
            {
              reward: reward.value,
              exact: reward.exact === true,
              wellFormed: isWellFormed(reward),
            },
          ],
    ),
    reasons: own.flatMap(({ value, category }) => (value === null ? [category ?? 'unknown'] : [])),
  };
}
